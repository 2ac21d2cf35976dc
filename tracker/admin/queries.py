"""What the worker has in hand, for who looks after the site: numbers and times, never what is said."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa

from tracker.database import db
from tracker.jobs import TASKS, Lane
from tracker.models import Job, JobState, OutgoingMail
from tracker.operations.unsent_mails import worth_sending

# The worker looks twice a second. Work that waits so long while none is being done means that no worker runs.
NOBODY_WORKS = timedelta(minutes=5)
LOOKED_BACK = timedelta(days=30)


@dataclass(frozen=True)
class WorkLine:
    """One sort of work: how much waits and since when, how much is being done, how much failed in 30 days."""

    name: str
    waiting: int = 0
    oldest: datetime | None = None
    running: int = 0
    failed: int = 0


@dataclass(frozen=True)
class WorkInHand:
    """All sorts of work, whether the worker seems to stand still, and the mails that can be tried again."""

    lines: tuple[WorkLine, ...]
    stands_still: bool
    unsent: int
    why_unsent: str


def work_in_hand(moment: datetime) -> WorkInHand:
    """Return what waits and what failed, in three queries."""
    is_slow = Job.kind.in_([kind for kind, task in TASKS.items() if task.lane is Lane.SLOW])
    jobs = _counted(Job, Job.run_after, is_slow, moment)
    mails = _counted(OutgoingMail, OutgoingMail.send_after, sa.true(), moment)
    unsent = db.session.execute(
        sa.select(sa.func.count(OutgoingMail.id), sa.func.max(OutgoingMail.error)).where(
            worth_sending(moment)
        )
    ).one()
    reports = _line("Reports to lay out", [row for row in jobs if row.sort])
    readings = _line("Documents to read", [row for row in jobs if not row.sort])
    # Mails do not tell whether it works: they also wait while a mail server is away.
    return WorkInHand(
        lines=(reports, readings, _line("Mails to send", mails)),
        stands_still=_nobody_works(reports, moment) or _nobody_works(readings, moment),
        unsent=unsent[0],
        why_unsent=unsent[1] or "",
    )


def _counted(kind: Any, due: Any, sort: Any, moment: datetime) -> Sequence[Any]:
    """Return what is not done, by sort and state. As for the worker, a claim that ran out waits."""
    # Called otherwise than the column: grouped by a name, databases take a column of that name first.
    state = sa.case(
        (sa.and_(kind.state == JobState.RUNNING, kind.claimed_until < moment), JobState.WAITING.value),
        else_=kind.state,
    )
    counts = (
        sa.select(
            sort.label("sort"),
            state.label("stands"),
            sa.func.count(kind.id).label("number"),
            sa.func.min(due).label("oldest"),
        )
        .where(kind.state != JobState.DONE)
        .where(sa.or_(kind.state != JobState.FAILED, kind.created_at >= moment - LOOKED_BACK))
        .group_by("sort", "stands")
    )
    return db.session.execute(counts).all()


def _line(name: str, rows: Sequence[Any]) -> WorkLine:
    by_state = {JobState(row.stands): row for row in rows}
    waiting = by_state.get(JobState.WAITING)
    return WorkLine(
        name=name,
        waiting=waiting.number if waiting else 0,
        oldest=waiting.oldest if waiting else None,
        running=by_state[JobState.RUNNING].number if JobState.RUNNING in by_state else 0,
        failed=by_state[JobState.FAILED].number if JobState.FAILED in by_state else 0,
    )


def _nobody_works(line: WorkLine, moment: datetime) -> bool:
    return line.oldest is not None and not line.running and moment - line.oldest > NOBODY_WORKS
