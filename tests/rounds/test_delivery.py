"""Every mail of a round arrives once, whatever dies meanwhile: a real mail server, and a real worker killed.

A kill may repeat the one message in flight, under the same Message-ID, and no other.
"""

import os
import signal
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
import sqlalchemy as sa
from flask import Flask
from flask_migrate import upgrade

from setup.paths import ROOT
from tests.parts import postgres_url
from tests.rounds.mail_server import Mailbox, dying_after_data, free_port, serving, silent
from tests.world import NOW, TODAY, add_plan
from tracker import create_app, jobs, postbox
from tracker.config import read_settings
from tracker.database import db
from tracker.mail import send_later
from tracker.models import (
    Action,
    JobState,
    Naming,
    OutgoingMail,
    Owner,
    OwnerKind,
    Part,
    Person,
    Plan,
    Recommendation,
    StandingRow,
)
from tracker.operations.rounds import open_round
from tracker.operations.whom_to_ask import whom_to_ask
from tracker.rounds.mails import Stage, ask_by_mail
from tracker.rules.ladders import Delivery, Impact

SECRET = "k" * 32


def add_people_with_actions(owners: int, each: int) -> Plan:
    """Add a plan in which so many people lead so many open actions each, in bulk."""
    plan = add_plan("large", "A large plan")
    db.session.add(Recommendation(plan_id=plan.id, number=1, text="Do more", created_at=NOW))
    people = [
        Person(email=f"owner{n}@harlmere.example", name=f"Owner {n}", created_at=NOW, session_version=1)
        for n in range(owners)
    ]
    db.session.add_all(people)
    db.session.flush()
    named = [
        Owner(plan_id=plan.id, kind=OwnerKind.PERSON, name=person.name, person_id=person.id)
        for person in people
    ]
    actions = [
        Action(
            plan_id=plan.id,
            first_number=1,
            sequence=n + 1,
            title=f"Action {n}",
            due_on=TODAY,
            created_at=NOW,
        )
        for n in range(owners * each)
    ]
    db.session.add_all([*named, *actions])
    db.session.flush()
    for number, action in enumerate(actions):
        db.session.add(
            Naming(action_id=action.id, owner_id=named[number % owners].id, part=Part.LEAD_OFFICER)
        )
        db.session.add(
            StandingRow(
                action_id=action.id,
                plan_id=plan.id,
                as_at=TODAY,
                declared_delivery=Delivery.NOT_STARTED,
                declared_impact=Impact.TOO_EARLY,
                record_delivery=Delivery.NOT_STARTED,
                record_impact=Impact.TOO_EARLY,
                is_overdue=False,
                is_stale=False,
                is_verified=False,
                is_flattering=False,
            )
        )
    db.session.flush()
    return plan


def open_large_round(owners: int, each: int) -> None:
    """Open a round of such a plan, and write its mails, in one transaction."""
    plan = add_people_with_actions(owners, each)
    lead = db.session.query(Person).first()
    assert lead
    asking = whom_to_ask(plan)
    closes_on = TODAY + timedelta(days=10)
    opened = open_round(plan, asking, closes_on=closes_on, note="", by=lead, now=NOW, today=TODAY)
    asks = [(ask, [entry.action for entry in ask.entries]) for ask in opened.asks]
    ask_by_mail(opened, asks, Stage.ASKED, now=NOW, today=TODAY)
    db.session.commit()


class Worker:
    """A real worker process, as the Procfile starts it."""

    def __init__(self, facts: dict[str, str], server: str) -> None:
        self._environment = {
            **{name: value for name, value in os.environ.items() if name != "BASE_URL"},
            **facts,
            "MAIL_SERVER": server,
            "MAIL_SECURITY": "none",
        }
        self._process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        self._process = subprocess.Popen(
            [sys.executable, "-m", "flask", "--app", "app", "worker"],
            cwd=ROOT,
            env=self._environment,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )

    def kill(self) -> None:
        """Kill it outright: it can tidy nothing up."""
        if self._process:
            self._process.send_signal(signal.SIGKILL)
            self._process.wait(90)
            self._process = None


@contextmanager
def worked_by(worker: Worker) -> Iterator[Worker]:
    worker.start()
    try:
        yield worker
    finally:
        worker.kill()


def let_claims_run_out(app: Flask) -> None:
    """Let the minute pass after which a dead worker's mail is taken up again."""
    with app.app_context():
        db.session.execute(
            sa.update(OutgoingMail)
            .where(OutgoingMail.state == JobState.RUNNING)
            .values(claimed_until=NOW - timedelta(minutes=1))
        )
        db.session.commit()


@pytest.mark.parametrize(
    ("kind", "owners", "each", "kills"),
    [("sqlite", 400, 5, (60, 61, 200, 330)), ("postgresql", 40, 2, (15,))],
)
def test_every_mail_arrives_although_the_worker_is_killed_again_and_again(
    kind: str, owners: int, each: int, kills: tuple[int, ...], tmp_path: Path
) -> None:
    facts = {"INSTANCE_PATH": str(tmp_path), "SECRET_KEY": SECRET}
    if kind == "postgresql":
        facts["DATABASE_URL"] = postgres_url()
    app = create_app(read_settings(facts))
    with app.app_context():
        upgrade()
        open_large_round(owners, each)
    mailbox, killed = Mailbox(), 0
    with serving(mailbox) as server, worked_by(Worker(facts, server)) as worker:

        def kill_in_flight(number: int) -> str:
            # The server has the message whole, and the worker dies before it hears so.
            nonlocal killed
            if number in kills:
                worker.kill()
                killed += 1
            return "250 OK"

        mailbox.on_message = kill_in_flight
        for count in range(1, len(kills) + 1):
            mailbox.wait_for(lambda count=count: killed == count)  # type: ignore[misc]
            let_claims_run_out(app)
            worker.start()
        mailbox.wait_for(lambda: len(set(mailbox.arrived)) == owners)
        again = len(mailbox.arrived) - owners
    with app.app_context():
        known = set(db.session.scalars(sa.select(OutgoingMail.message_id)))
        db.session.rollback()
        db.engine.dispose()
    assert len(known) == owners
    assert set(mailbox.arrived) == known, "every Message-ID, and no other"
    assert again <= len(kills)
    assert max(Counter(mailbox.arrived).values()) <= 1 + len(kills)
    assert mailbox.connections <= len(kills) + 1 + owners // postbox.MOST_PER_CONNECTION


@pytest.fixture
def mails(app: Flask) -> list[str]:
    """Five mails in the outbox; returns their numbers."""
    with app.app_context():
        for number in range(5):
            send_later(f"o{number}@harlmere.example", "Yours", "Two are due.", plan=None, now=NOW)
        db.session.commit()
        return list(db.session.scalars(sa.select(OutgoingMail.message_id).order_by(OutgoingMail.id)))


def sending_to(app: Flask, server: str) -> None:
    """Let mails leave by this server."""
    app.config["SETTINGS"] = replace(app.config["SETTINGS"], mail_server=server, mail_security="none")


def work(app: Flask, monkeypatch: pytest.MonkeyPatch, minutes: int = 0) -> None:
    """Let the worker do what is due so many minutes from now."""
    moment = NOW + timedelta(minutes=minutes)
    monkeypatch.setattr(jobs, "now", lambda: moment)
    with app.app_context():
        jobs.run_everything_due()


def states(app: Flask) -> Counter[JobState]:
    with app.app_context():
        return Counter(db.session.scalars(sa.select(OutgoingMail.state)))


def test_many_mails_go_through_one_connection(
    app: Flask, mails: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    mailbox = Mailbox()
    with serving(mailbox) as server:
        sending_to(app, server)
        work(app, monkeypatch)
    assert mailbox.arrived == mails
    assert mailbox.connections == 1


def test_a_server_that_is_not_there_loses_nothing_and_costs_one_try(
    app: Flask, mails: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    port = free_port()
    sending_to(app, f"127.0.0.1:{port}")
    work(app, monkeypatch)
    with app.app_context():
        assert sorted(db.session.scalars(sa.select(OutgoingMail.tries))) == [0, 0, 0, 0, 1]
    assert states(app) == {JobState.WAITING: 5}
    mailbox = Mailbox()
    with serving(mailbox, port):
        work(app, monkeypatch, minutes=2)
    assert sorted(mailbox.arrived) == sorted(mails)


def test_a_server_that_hangs_loses_nothing_and_holds_up_nothing_for_long(
    app: Flask, mails: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(postbox, "TIMEOUT", 0.2)
    with silent() as server:
        sending_to(app, server)
        work(app, monkeypatch)
    assert states(app) == {JobState.WAITING: 5}
    with app.app_context():
        told = {error for error in db.session.scalars(sa.select(OutgoingMail.error)) if error}
    assert len(told) == 1
    assert "timed out" in told.pop()
    mailbox = Mailbox()
    with serving(mailbox) as server:
        sending_to(app, server)
        work(app, monkeypatch, minutes=2)
    assert sorted(mailbox.arrived) == sorted(mails)


def test_a_server_that_dies_half_way_gets_the_same_message_again(
    app: Flask, mails: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    with dying_after_data() as (server, read):
        sending_to(app, server)
        work(app, monkeypatch)
    assert mails[0].encode() in b"".join(read)
    assert states(app) == {JobState.WAITING: 5}
    mailbox = Mailbox()
    with serving(mailbox) as server:
        sending_to(app, server)
        work(app, monkeypatch, minutes=2)
    assert sorted(mailbox.arrived) == sorted(mails)


def test_what_the_server_says_against_one_message_stops_no_other(
    app: Flask, mails: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    mailbox = Mailbox(lambda number: "550 no such mailbox" if number == 2 else "250 OK")
    with serving(mailbox) as server:
        sending_to(app, server)
        work(app, monkeypatch)
        assert states(app) == {JobState.DONE: 4, JobState.WAITING: 1}
        with app.app_context():
            [error] = [one for one in db.session.scalars(sa.select(OutgoingMail.error)) if one]
            assert "550" in error
            assert "no such mailbox" in error
        work(app, monkeypatch, minutes=2)
    assert states(app) == {JobState.DONE: 5}
    assert sorted(set(mailbox.arrived)) == sorted(mails)
    assert mailbox.connections == 2


def test_a_server_that_says_goodbye_is_greeted_again(
    app: Flask, mails: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    mailbox = Mailbox(lambda number: "421 going down" if number == 3 else "250 OK")
    with serving(mailbox) as server:
        sending_to(app, server)
        work(app, monkeypatch)
        assert states(app)[JobState.WAITING] == 3
        work(app, monkeypatch, minutes=2)
    assert states(app) == {JobState.DONE: 5}
    assert sorted(set(mailbox.arrived)) == sorted(mails)
