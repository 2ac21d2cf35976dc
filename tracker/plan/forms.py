"""The forms about the plan. Choices that come from the plan are set in the views."""

from typing import ClassVar

from wtforms import HiddenField
from wtforms.validators import InputRequired

from tracker.forms import Form, checkboxes, day, long_text, radios, select, text, tick
from tracker.guarded_forms import GuardedForm
from tracker.models import Part, Role
from tracker.models.plans import RESPONSE_WORDS

EMAIL = {"type": "email", "spellcheck": "false"}
ROLE_CHOICES = {
    Role.LEAD.value: "Lead: brings in reports, keeps the plan, invites people",
    Role.DIRECTOR.value: "Director: reads everything, approves moved dates, signs reports",
    Role.ASSURER.value: "Assurer: verifies or challenges evidence",
    Role.SCRUTINY.value: "Scrutiny: reads the reports that were issued, nothing else",
}
_DAY_HINT = "For example 27 3 2027"


def number_or_none(value: object) -> int | None:
    """Return the number of a choice; None for the empty choice and for what is no number."""
    written = str(value or "")
    return int(written) if written.isascii() and written.isdigit() and len(written) < 10 else None


class RecommendationForm(GuardedForm):
    """What the plan says about a recommendation. The inspectors' own words are not in it."""

    GUARDED: ClassVar[tuple[str, ...]] = ("words", "short_title", "due_reason")

    version = HiddenField()
    short_title = text("Short title", hint="For lists. Without one, the words themselves are shown")
    priority = select("Priority", coerce=number_or_none)
    due_on = day("Due", hint=_DAY_HINT)
    due_reason = text("Reason for the due date", hint="How it was worked out, or why it changes", most=300)


class OwnRecommendationForm(RecommendationForm):
    """A recommendation written by hand, whose words are the council's own."""

    words = long_text("What is recommended", required="Enter what is recommended")


class NewRecommendationForm(GuardedForm):
    """A recommendation added by hand, of an inspection or of none."""

    GUARDED: ClassVar[tuple[str, ...]] = ("words", "short_title", "due_reason")

    words = long_text(
        "What is recommended",
        hint="In the words of the report, if there is one",
        required="Enter what is recommended",
    )
    short_title = text("Short title", hint="For lists. Without one, the words themselves are shown")
    priority = select("Priority", coerce=number_or_none)
    inspection = select("Where it comes from", coerce=number_or_none)
    printed_number = text("Number as printed", hint="If the report numbers it", most=40)
    printed_timescale = text("Timescale as printed", hint="For example “within three months”", most=200)
    section = text("Section of the report", most=300)
    due_on = day("Due", hint=_DAY_HINT)
    due_reason = text("Reason for the due date", most=300)


class CloseForm(GuardedForm):
    """The closing statement of a recommendation."""

    GUARDED = ("statement",)

    statement = long_text(
        "Closing statement",
        hint="What was done, what difference it makes for children, and how we know",
        required="Enter a closing statement",
    )


class ReopenForm(GuardedForm):
    """Why a closed recommendation is opened again."""

    GUARDED: ClassVar[tuple[str, ...]] = ("reason",)

    reason = long_text("Why it is opened again", required="Say why it is opened again", most=2000)


class ActionForm(GuardedForm):
    """What will be done. `version` and `opened` say what the person saw when the form was opened."""

    GUARDED: ClassVar[tuple[str, ...]] = ("title", "description", "how_we_will_know")

    version = HiddenField()
    opened = HiddenField()
    title = text("What will be done", required="Enter what will be done", most=300)
    description = long_text("Description", hint="What it takes, in a few sentences")
    how_we_will_know = long_text(
        "How we will know", hint="What children and families, or the figures, will show"
    )
    service = select("Service", coerce=number_or_none)
    start_on = day("Start", hint=_DAY_HINT)
    recommendations = checkboxes("Recommendations it serves", coerce=number_or_none)


class NewActionForm(ActionForm):
    """A new action also says when it is due and who leads it."""

    due_on = day("Due", hint=_DAY_HINT)
    lead_officer = select("Lead officer", coerce=number_or_none)
    accountable_director = select("Accountable director", coerce=number_or_none)


class DueDateForm(GuardedForm):
    """A new due date and the reason."""

    GUARDED: ClassVar[tuple[str, ...]] = ("reason",)

    version = HiddenField()
    due_on = day("New due date", hint=_DAY_HINT, required="Enter the new due date")
    reason = long_text("Why it moves", hint="It is printed in reports", most=2000)


class DecisionForm(Form):
    """What is said with an approval, and has to be with a refusal."""

    note = long_text("Note", most=2000)


class ResponseForm(GuardedForm):
    """What the council answers to a recommendation."""

    GUARDED: ClassVar[tuple[str, ...]] = ("reason",)

    version = HiddenField()
    response = radios(
        "Response",
        [(answer.value, words) for answer, words in RESPONSE_WORDS.items()],
        required="Choose the response",
    )
    reason = long_text(
        "Reason", hint="Needed unless it is accepted in full. It is printed in reports", most=4000
    )


class RemovalForm(Form):
    """Words to take out of everything, and why."""

    words = text("Words to remove", hint="For example a child’s name", required="Enter the words to remove")
    reason = long_text("Why they are removed", hint="Kept for ever: do not repeat the words", most=1000)


class PeopleForm(Form):
    """Who is named on an action."""

    version = HiddenField()
    lead_officer = select("Lead officer", coerce=number_or_none)
    accountable_director = select("Accountable director", coerce=number_or_none)
    contributors = checkboxes("Contributors", coerce=number_or_none)


class MilestoneForm(GuardedForm):
    """A dated step of an action."""

    GUARDED: ClassVar[tuple[str, ...]] = ("title",)

    title = text("Milestone", hint="For example “Rota signed”", required="Enter the milestone", most=300)
    due_on = day("Due", hint=_DAY_HINT, required="Enter the day it is due")
    done_on = day("Done", hint="Leave empty until it is done")


class SettingsForm(Form):
    """The plan's settings."""

    plan_title = text("Title", required="Enter a title for the plan")
    strapline = text("Strapline", hint="One line under the title of reports", most=300)
    stale_after_days = text(
        "Days without an update before an action is flagged",
        hint="Between 7 and 120",
        required="Enter a number of days",
        most=4,
        render_kw={"inputmode": "numeric"},
    )
    moves_need_approval = tick("Moved due dates need approval")


class PlainForm(Form):
    """A button with nothing to fill in: only the proof that it was pressed on our page."""


class SeveralForm(Form):
    """Whom to name, and for which part, on several actions."""

    owner = select(
        "Who", coerce=number_or_none, validators=[InputRequired("Choose who is named on these actions")]
    )
    part = radios(
        "As",
        [
            (Part.LEAD_OFFICER.value, "Lead officer"),
            (Part.ACCOUNTABLE_DIRECTOR.value, "Accountable director"),
            (Part.CONTRIBUTOR.value, "Contributor"),
        ],
        required="Choose the part",
    )


class PersonOwnerForm(Form):
    """A person who answers for actions; invited where they have no account yet."""

    name = text("Name", required="Enter the name of the person")
    email = text("E-mail address", required="Enter an e-mail address", most=254, render_kw=EMAIL)
    job_title = text("Job title", hint="For example “service manager, first response”")


class PostForm(Form):
    """A post that people hold in turn."""

    name = text("Post", hint="For example “Head of service, first response”", required="Enter the post")
    holder = select("Who holds it now", coerce=number_or_none)


class PartnerForm(Form):
    """A partner body with a named contact, who needs no account."""

    name = text("Partner", hint="For example the police or the health trust", required="Enter the partner")
    contact_name = text("Who answers for it", required="Enter who answers for the partner")
    contact_email = text("E-mail address of the contact", most=254, render_kw=EMAIL)


class InviteToPlanForm(Form):
    """Somebody to invite to the plan, with one or more roles."""

    name = text("Name", required="Enter the name of the person")
    email = text(
        "E-mail address",
        hint="Somebody who has an account keeps their name and password",
        required="Enter an e-mail address",
        most=254,
        render_kw=EMAIL,
    )
    job_title = text("Job title", hint="For example “assistant director”")
    roles = checkboxes("What they may do", list(ROLE_CHOICES.items()))


class PriorityForm(GuardedForm):
    """A heading recommendations are grouped under."""

    GUARDED: ClassVar[tuple[str, ...]] = ("heading", "introduction")

    heading = text("Priority", hint="For example “The right help, first time”", required="Enter the priority")
    introduction = long_text("Introduction", hint="It stands under the heading in reports")


class ServiceForm(Form):
    """A stage of the child's journey."""

    name = text("Service", hint="For example “Early help”", required="Enter the service")
