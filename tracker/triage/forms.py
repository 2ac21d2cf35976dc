"""What a lead fills in to act on one action in its row, or on several at once."""

from typing import ClassVar

from wtforms import HiddenField
from wtforms.validators import InputRequired

from tracker.forms import Form, day, long_text, select
from tracker.guarded_forms import GuardedForm
from tracker.plan.forms import number_or_none

LEAVE, NONE = "", "none"


class NameForm(Form):
    """Who leads."""

    owner = select(
        "Lead officer", coerce=number_or_none, validators=[InputRequired("Choose who leads the work")]
    )


class AskForm(Form):
    """A question to the owner, by mail."""

    words = long_text(
        "What you ask",
        hint="It follows “… asks for an update on …”. Leave it empty to ask for no more than that",
        most=2000,
    )


class DatesForm(GuardedForm):
    """A new due date and why."""

    GUARDED: ClassVar[tuple[str, ...]] = ("reason",)

    version = HiddenField()
    due_on = day("New due date", hint="For example 27 3 2027", required="Enter the new due date")
    reason = long_text(
        "Why it moves", hint="It is printed in reports", required="Say why the due date moves", most=2000
    )


class ThemesForm(Form):
    """Where actions belong. A priority belongs to recommendations, so their other actions move as well."""

    service = select("Service of the actions")
    priority = select("Priority of the recommendations they serve")
