"""The forms of the reports."""

from typing import ClassVar

from tracker.forms import Form, checkboxes, day, long_text, radios, select, text
from tracker.guarded_forms import GuardedForm
from tracker.models import (
    QUESTION_STATUS_WORDS,
    BodyKind,
    QuestionKind,
    QuestionStatus,
)
from tracker.rules.ladders import Audience, Edition
from tracker.rules.report_kinds import KIND_WORDS

_BODIES = [
    (BodyKind.BOARD.value, "Improvement board"),
    (BodyKind.COMMITTEE.value, "Committee of councillors"),
    (BodyKind.MANAGEMENT.value, "Management team"),
]


class ReportForm(Form):
    """Which report it is, for which meeting, and as at which day."""

    kind = radios(
        "Which report?",
        [(kind.value, f"{words.name}. {words.purpose}") for kind, words in KIND_WORDS.items()],
        required="Select which report it is",
    )
    recommendation = select(
        "Recommendation", hint="For a recommendation sheet only: the one that it is about", coerce=int
    )
    meeting = select("Meeting", hint="Its name and date stand at the head of the report", coerce=int)
    as_at = day(
        "As at", required="Enter the day the report is as at", hint="Later updates and evidence are left out"
    )
    edition = radios(
        "Edition",
        [
            (Edition.PUBLIC.value, "Public: members’ evidence is named as available to members on request"),
            (Edition.MEMBERS.value, "Members: exempt evidence is shown"),
        ],
        required="Select an edition",
        default=Edition.PUBLIC.value,
    )


class MeetingForm(Form):
    """A coming meeting."""

    body = text("Board, committee or team", required="Enter the name of the board, committee or team")
    kind = radios("What kind of body is it?", _BODIES, required="Select what kind of body it is")
    on = day("Date of the meeting", required="Enter the date of the meeting")


class MembersForm(Form):
    """Who belongs to a body."""

    members = checkboxes("Who belongs to it?", hint="They read the reports issued to this body", coerce=int)


class WithdrawForm(GuardedForm):
    """Why an issued report is withdrawn."""

    GUARDED: ClassVar[tuple[str, ...]] = ("reason",)

    reason = long_text(
        "Why is it withdrawn?",
        hint="Everybody who may read the report reads this. Do not repeat what must not be read",
        required="Enter why the report is withdrawn",
        most=1000,
    )


class SendBackForm(Form):
    """Why a director does not sign a draft."""

    reason = long_text(
        "What has to change?",
        hint="Leads and directors read this on the draft’s page. It is in no report",
        required="Enter what has to change",
        most=2000,
    )


class ReplaceForm(GuardedForm):
    """Why an issued report is replaced, and as at which day."""

    GUARDED: ClassVar[tuple[str, ...]] = ("reason",)

    reason = long_text(
        "Why is it replaced?",
        hint="Everybody who may read the report reads this",
        required="Enter why the report is replaced",
        most=1000,
    )
    as_at = day(
        "As at", required="Enter the day the report is as at", hint="Later updates and evidence are left out"
    )


class CheckForm(Form):
    """Number and code of a printout. It is sent as an address, so that the answer can be kept."""

    class Meta(Form.Meta):
        """A form that changes nothing needs no token."""

        csrf = False

    number = text("Report number", required="Enter the number of the report", most=10)
    code = text(
        "Check code",
        hint="It stands in the foot of every page, like 7F3A\u201191C2",
        required="Enter the check code",
        most=20,
    )


class QuestionForm(GuardedForm):
    """What a member asks or recommends."""

    GUARDED = ("text",)
    about = select("What is it about?")
    place = text("Action number or page, if you know it", hint="For example, action 3.2 or page 7", most=60)
    kind = radios(
        "Is it a question or a recommendation?",
        [
            (QuestionKind.QUESTION.value, "A question"),
            (QuestionKind.RECOMMENDATION.value, "A recommendation"),
        ],
        required="Select whether it is a question or a recommendation",
    )
    text = long_text(
        "Your words",
        hint="They are printed in the next report, with the reply. Do not name a child",
        required="Enter your question or recommendation",
    )


class ReplyForm(GuardedForm):
    """Who answers a question, by when, and the answer."""

    GUARDED = ("reply",)

    owner = select("Owner", hint="Who sees to it that there is a reply", coerce=int)
    due_on = day("Reply due", hint="Leave empty if there is no date")
    status = radios(
        "Where does it stand?",
        [(one.value, QUESTION_STATUS_WORDS[one]) for one in QuestionStatus],
        required="Select where it stands",
    )
    reply = long_text("Reply", hint="It is printed with the question in the next report")
    audience = radios(
        "Who may read the question and the reply in reports?",
        [
            (Audience.PUBLIC.value, "Everybody: both editions print them"),
            (Audience.MEMBERS.value, "Members: only the members’ edition prints them"),
        ],
        required="Select who may read them",
    )
