"""The forms about rounds."""

from wtforms import HiddenField

from tracker.forms import Form, day, long_text, text, tick
from tracker.guarded_forms import GuardedForm


class RoundForm(GuardedForm):
    """Opening a round. `seen` says which list of people the lead looked at."""

    GUARDED = ("note",)

    seen = HiddenField()
    closes_on = day("Closing date", hint="The last day for answers", required="Enter the closing date")
    note = long_text(
        "A word to everybody who is asked",
        hint="It stands at the top of each mail. Write nothing about a child",
        most=2000,
    )


class CloseForm(Form):
    """Closing a round by hand."""


class SettingsForm(Form):
    """How rounds of the plan go. All in days."""

    round_days = text(
        "Days from opening a round to its closing date", required="Enter a number of days", most=10
    )
    remind_before_days = text(
        "Remind who has not answered so many days before the closing date",
        hint="0 for no such reminder",
        required="Enter a number of days",
        most=10,
    )
    remind_after_days = text(
        "And once more so many days after it",
        hint="0 for no such reminder",
        required="Enter a number of days",
        most=10,
    )
    link_grace_days = text(
        "Days that links go on working after the closing date", required="Enter a number of days", most=10
    )
    mails_hold_titles = tick("Mails show the titles of actions")
