"""Writing the council's own words in the sections of its report. Nothing written is ever overwritten."""

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import joinedload

from tracker.database import db
from tracker.models import Commentary, IssuedReport, Person, Plan
from tracker.operations.errors import Refused
from tracker.operations.history import record_change
from tracker.operations.turns import take_turn
from tracker.rules.report_kinds import ReportKind


class WrittenMeanwhile(Refused):
    """Somebody else saved words in the section since this person began. `theirs` are those words."""

    def __init__(self, theirs: Commentary) -> None:
        super().__init__("text", "Somebody else has changed these words since you opened them")
        self.theirs = theirs


def words_of(plan: Plan, section: str) -> Commentary | None:
    """Return the words that hold in a section, with who wrote them; None where nobody wrote any."""
    return db.session.scalar(_words(plan, section).limit(1))


def earlier_words(plan: Plan, section: str) -> list[Commentary]:
    """Return all words that were ever saved in a section, with who wrote them, the newest first."""
    return list(db.session.scalars(_words(plan, section)))


def _words(plan: Plan, section: str) -> sa.Select[Commentary]:
    return (
        sa.select(Commentary)
        .where(Commentary.plan_id == plan.id, Commentary.section == section)
        .options(joinedload(Commentary.by))
        .order_by(Commentary.at.desc(), Commentary.id.desc())
    )


def write_words(
    plan: Plan,
    section: str,
    *,
    heading: str,
    introduction: str,
    text: str,
    began_with: int,
    called: str,
    by: Person,
    now: datetime,
) -> bool:
    """Save the words of a section as from now; return whether a new version was needed.

    `began_with` is the id of the words the person started from, 0 for none; `called` names the section in
    the history. Words from before the last report are dated anew when they are saved unchanged: somebody has
    read them and they still hold. Raises WrittenMeanwhile where somebody else was quicker.
    """
    take_turn(plan)
    newest = words_of(plan, section)
    if newest is not None and newest.id != began_with:
        raise WrittenMeanwhile(newest)
    heading = " ".join(heading.split())
    wanted = (heading, introduction.strip(), text.strip())
    before = (newest.heading, newest.introduction, newest.text) if newest else ("", "", "")
    if wanted == before and (newest is None or not is_from_last_time(newest, last_issue(plan))):
        return False
    db.session.add(
        Commentary(
            plan_id=plan.id,
            section=section,
            heading=wanted[0],
            introduction=wanted[1],
            text=wanted[2],
            by_id=by.id,
            at=now,
        )
    )
    what = "confirmed" if wanted == before else "changed"
    record_change(f"Words in the report {what}: {called}", by=by, now=now, plan=plan)
    return True


def last_issue(plan: Plan) -> datetime | None:
    """Return when words were last printed: when the plan's newest report with commentary was signed."""
    return db.session.scalar(
        sa.select(sa.func.max(IssuedReport.signed_at)).where(
            IssuedReport.plan_id == plan.id,
            IssuedReport.kind.in_((ReportKind.BOARD, ReportKind.SCRUTINY, ReportKind.SELF_EVALUATION)),
        )
    )


def is_from_last_time(words: Commentary, issued: datetime | None) -> bool:
    """Whether these words stood in the last report already and nobody has touched them since."""
    return issued is not None and words.at <= issued and bool(words.text or words.introduction)
