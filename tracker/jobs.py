"""The worker: takes what committed transactions left to do, one piece at a time.

Jobs and mails are rows (see tracker.models.outbox), so nothing is done before a commit and nothing is lost
when the worker dies: a claim that is not renewed runs out, and the next worker takes the work up again.
"""

import logging
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

import sqlalchemy as sa
from flask import Flask, current_app, request
from sqlalchemy.orm import joinedload

from tracker.clock import now, today
from tracker.database import db, writing_too
from tracker.mail import as_message
from tracker.models import Job, JobState, OutgoingMail
from tracker.operations.standing import refresh_due_standings
from tracker.postbox import Postbox, ServerUnavailable, open_postbox

log = logging.getLogger(__name__)

CLAIM = timedelta(seconds=60)
RENEWED_EVERY = 15  # seconds
MOST_TRIES = 3
MAIL_WAITS = (1, 5, 15, 60, 240)  # minutes until the next try

Save = Callable[[], None]


class Lane(StrEnum):
    """Where a job waits. Reports are laid out in a lane of their own, so that nobody else waits for them."""

    QUICK = "quick"
    SLOW = "slow"


@dataclass(frozen=True)
class Task:
    """What a kind of job does: `run` with a way to commit progress; `give_up` shows a final failure."""

    run: Callable[[dict[str, Any], Save], None]
    give_up: Callable[[dict[str, Any]], None]
    lane: Lane = Lane.QUICK


TASKS: dict[str, Task] = {}

CHORES: list[Callable[[], bool]] = []
"""What else is looked after, such as rounds that close: each commits, and says whether there was anything."""


def run_later(kind: str, **arguments: Any) -> Job:
    """Add a job to the transaction; the worker takes it after the commit."""
    moment = now()
    job = Job(kind=kind, arguments=arguments, run_after=moment, created_at=moment)
    db.session.add(job)
    return job


def work(app: Flask, stop: threading.Event, *, pause: float = 0.5) -> None:
    """Work until `stop` is set, looking every `pause` seconds where there was nothing to do.

    Reports are laid out one at a time in a thread of their own, and mails leave from another, so that neither
    a long report nor a silent mail server holds up the rest. Neither is waited for at the end: what it
    leaves is taken up when its claim runs out.
    """
    with app.app_context():
        postbox = open_postbox(current_app.config["SETTINGS"])
    lanes: tuple[Callable[[], bool], ...] = (
        lambda: run_next_job(Lane.SLOW),
        lambda: send_next_mail(postbox),
    )
    for next_piece in lanes:
        threading.Thread(target=_work_on, args=(app, stop, pause, next_piece), daemon=True).start()
    _work_on(app, stop, pause, lambda: refresh_standings() > 0 or do_chores() or run_next_job(Lane.QUICK))


def _work_on(app: Flask, stop: threading.Event, pause: float, next_piece: Callable[[], bool]) -> None:
    while not stop.is_set():
        busy = False
        try:
            with app.app_context():
                busy = next_piece()
        except Exception:
            log.exception("The worker goes on after a failure.")
        if not busy:
            stop.wait(pause)


def run_everything_due(lane: Lane | None = None) -> bool:
    """Do all that is due: daily rules, chores, jobs of one lane or all, mails. Returns if there was any."""
    busy = refresh_standings() > 0
    while do_chores():
        busy = True
    postbox = open_postbox(current_app.config["SETTINGS"])
    while run_next_job(lane) or send_next_mail(postbox):
        busy = True
    return busy


def do_chores() -> bool:
    """Do the first chore that has something to do. Returns whether one had."""
    return any(chore() for chore in CHORES)


def refresh_standings() -> int:
    """Recompute every standing that the passing of days has changed. Returns how many."""
    count = refresh_due_standings(today())
    # Also ends the transaction where nothing changed, so that the worker holds no lock while it waits.
    db.session.commit()
    return count


def catch_up(app: Flask) -> None:
    """Let the first request of a day do what the worker does after midnight, where it has not run.

    A page reads what the record shows from the standing rows; after this they are those of today, and pages
    cost no query for it during the rest of the day. It is a transaction of its own.
    """
    day = today()
    if app.extensions.get("standings_of") == day:
        return
    try:
        with app.app_context(), writing_too():
            refresh_standings()
    except sa.exc.SQLAlchemyError:
        # The database was busy; the next request tries again.
        log.info("The standings could not be brought up to date this time.")
    else:
        app.extensions["standings_of"] = day


def register(app: Flask) -> None:
    """Keep the pages truthful although the worker may stand still."""

    @app.before_request
    def bring_standings_up_to_date() -> None:
        if request.blueprint is not None and request.blueprint != "pages":
            catch_up(app)


def run_next_job(lane: Lane | None = None) -> bool:
    """Run the next job that is due, of every lane or one. Returns whether there was one."""
    kinds = [kind for kind, task in TASKS.items() if lane in (None, task.lane)]
    job = _claim(Job, Job.run_after, Job.kind.in_(kinds))
    if job is None:
        return False
    job_id, task, arguments = job.id, TASKS[job.kind], dict(job.arguments)
    try:
        with _renewed(Job, job_id):
            task.run(arguments, db.session.commit)
        _finish(job_id, JobState.DONE)
    except Exception as failure:
        db.session.rollback()
        log.exception("Job %s failed.", job_id)
        job = db.session.get_one(Job, job_id)
        job.error = f"{type(failure).__name__}: {failure}"[:2000]
        if job.tries < MOST_TRIES:
            job.state, job.run_after = JobState.WAITING, now() + timedelta(seconds=5 * job.tries)
        else:
            job.state = JobState.FAILED
            task.give_up(arguments)
        db.session.commit()
    return True


def send_next_mail(postbox: Postbox) -> bool:
    """Send the next mail that is due. Returns whether there was one that could be tried.

    One mail is claimed at a time: whoever dies with it in hand leaves that one to be sent again, under the
    same Message-ID, and no other.
    """
    if not postbox.is_open(now()):
        return False
    mail = _claim(OutgoingMail, OutgoingMail.send_after)
    if mail is None:
        postbox.close()
        return False
    mail = _with_ask(mail)
    mail_id, message = mail.id, as_message(mail, current_app.config["SETTINGS"])
    # No transaction stays open while the server is talked to.
    db.session.commit()
    try:
        with _renewed(OutgoingMail, mail_id):
            postbox.send(message, now())
    except Exception as failure:
        is_unavailable = isinstance(failure, ServerUnavailable)
        mail.error = (str(failure) if is_unavailable else f"{type(failure).__name__}: {failure}")[:2000]
        if mail.tries > len(MAIL_WAITS):
            mail.state = JobState.FAILED
        else:
            mail.state = JobState.WAITING
            mail.send_after = now() + timedelta(minutes=MAIL_WAITS[mail.tries - 1])
        log.warning("Mail %s was not sent: %s", mail.message_id, mail.error)
    else:
        mail.state, mail.sent_at, mail.error = JobState.DONE, now(), ""
    db.session.commit()
    return True


def _with_ask(mail: OutgoingMail) -> OutgoingMail:
    """Return the mail with what its round asks, from which its link is made."""
    return db.session.scalars(
        sa.select(OutgoingMail).where(OutgoingMail.id == mail.id).options(joinedload(OutgoingMail.ask))
    ).one()


def _claim(kind: Any, due: Any, *which: Any) -> Any:
    """Return the next waiting row, claimed and committed; a claim that ran out counts as waiting."""
    moment = now()
    row = db.session.scalar(
        sa.select(kind)
        .where(
            *which,
            sa.or_(
                sa.and_(kind.state == JobState.WAITING, due <= moment),
                sa.and_(kind.state == JobState.RUNNING, kind.claimed_until < moment),
            ),
        )
        .order_by(due, kind.id)
        .limit(1)
        .with_for_update(skip_locked=True)
    )
    if row is not None:
        row.state, row.tries, row.claimed_until = JobState.RUNNING, row.tries + 1, moment + CLAIM
    db.session.commit()
    return row


def _finish(job_id: int, state: JobState) -> None:
    job = db.session.get_one(Job, job_id)
    job.state, job.finished_at, job.error = state, now(), ""
    db.session.commit()


@contextmanager
def _renewed(kind: Any, row_id: int) -> Iterator[None]:
    """Keep the claim alive while the work goes on, from a thread with a connection of its own."""
    engine, stop = db.engine, threading.Event()

    def renew() -> None:
        while not stop.wait(RENEWED_EVERY):
            _extend(engine, kind, row_id, now() + CLAIM)

    thread = threading.Thread(target=renew, daemon=True)
    thread.start()
    try:
        yield
    finally:
        stop.set()
        thread.join()


def _extend(engine: sa.Engine, kind: Any, row_id: int, until: datetime) -> None:
    try:
        with engine.begin() as connection:
            connection.execute(sa.update(kind).where(kind.id == row_id).values(claimed_until=until))
    except sa.exc.OperationalError:
        # The database was busy; the next round tries again well before the claim runs out.
        log.info("A claim could not be renewed this time.")
