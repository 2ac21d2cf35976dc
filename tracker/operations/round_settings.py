"""How the rounds of a plan go: their length, reminders, links and mails."""

from datetime import datetime

from tracker.models import Person, Plan
from tracker.operations.errors import Refused
from tracker.operations.history import difference, record_change
from tracker.rules.rounds import LONGEST_GRACE_DAYS, LONGEST_ROUND_DAYS


def change_round_settings(
    plan: Plan,
    *,
    round_days: int,
    remind_before_days: int,
    remind_after_days: int,
    link_grace_days: int,
    mails_hold_titles: bool,
    by: Person,
    now: datetime,
) -> None:
    """Change how rounds of the plan go. Raises Refused for a number of days out of range.

    Links that were sent keep the day on which they end.
    """
    wanted = (
        ("round_days", "Days a round lasts", round_days, 1, LONGEST_ROUND_DAYS),
        ("remind_before_days", "Reminder before the closing date", remind_before_days, 0, 30),
        ("remind_after_days", "Reminder after it", remind_after_days, 0, 30),
        ("link_grace_days", "Days links work after the closing date", link_grace_days, 0, LONGEST_GRACE_DAYS),
    )
    details = []
    for name, words, days, least, most in wanted:
        if not least <= days <= most:
            raise Refused(name, f"Choose between {least} and {most} days")
        details += difference(words, getattr(plan, name), days)
        setattr(plan, name, days)
    details += difference("Mails show", _shown(plan.mails_hold_titles), _shown(mails_hold_titles))
    plan.mails_hold_titles = mails_hold_titles
    if details:
        record_change("Settings of rounds changed", by=by, now=now, plan=plan, details=details)


def _shown(titles: bool) -> str:
    return "Numbers and titles of actions" if titles else "Numbers of actions only"
