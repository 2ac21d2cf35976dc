"""The worker does what was committed, once, and takes up again what a dead worker left."""

from datetime import timedelta
from email.message import EmailMessage
from typing import Any

import pytest
from flask import Flask

from tracker import clock, jobs
from tracker.database import db
from tracker.mail import send_later
from tracker.models import Job, JobState, OutgoingMail
from tracker.postbox import Postbox, ServerUnavailable


class Recorder:
    """A task that notes its runs and fails as often as it is told to."""

    def __init__(self, failures: int = 0) -> None:
        self.failures, self.runs, self.given_up = failures, 0, 0

    def run(self, arguments: dict[str, Any], save: jobs.Save) -> None:
        self.runs += 1
        if self.runs <= self.failures:
            raise ValueError("not yet")

    def give_up(self, arguments: dict[str, Any]) -> None:
        self.given_up += 1


@pytest.fixture
def task(monkeypatch: pytest.MonkeyPatch) -> Recorder:
    recorder = Recorder()
    monkeypatch.setitem(jobs.TASKS, "note", jobs.Task(run=recorder.run, give_up=recorder.give_up))
    return recorder


def ask(app: Flask, *, commit: bool = True) -> None:
    with app.app_context():
        jobs.run_later("note")
        if commit:
            db.session.commit()


def work(app: Flask) -> None:
    with app.app_context():
        jobs.run_everything_due()


def test_nothing_is_done_before_the_commit(app: Flask, task: Recorder) -> None:
    ask(app, commit=False)
    work(app)
    assert task.runs == 0


def test_a_job_is_done_once(app: Flask, task: Recorder) -> None:
    ask(app)
    work(app)
    work(app)
    assert task.runs == 1


def test_a_quick_job_does_not_wait_behind_a_report(
    app: Flask, task: Recorder, monkeypatch: pytest.MonkeyPatch
) -> None:
    slow = Recorder()
    slow_task = jobs.Task(run=slow.run, give_up=slow.give_up, lane=jobs.Lane.SLOW)
    monkeypatch.setitem(jobs.TASKS, "report", slow_task)
    with app.app_context():
        jobs.run_later("report")
        jobs.run_later("note")
        db.session.commit()
        jobs.run_everything_due(lane=jobs.Lane.QUICK)
        assert (slow.runs, task.runs) == (0, 1)
        assert jobs.run_next_job(jobs.Lane.SLOW)
    assert slow.runs == 1


def later(monkeypatch: pytest.MonkeyPatch, **by: int) -> None:
    moment = clock.now() + timedelta(**by)
    monkeypatch.setattr(jobs, "now", lambda: moment)


@pytest.mark.parametrize(("failures", "runs", "given_up"), [(1, 2, 0), (2, 3, 0), (5, 3, 1)])
def test_a_job_that_fails_is_tried_three_times(
    app: Flask, task: Recorder, monkeypatch: pytest.MonkeyPatch, failures: int, runs: int, given_up: int
) -> None:
    task.failures = failures
    ask(app)
    for minutes in range(5):
        later(monkeypatch, minutes=minutes)
        work(app)
    assert (task.runs, task.given_up) == (runs, given_up)


def test_what_a_dead_worker_left_is_taken_up_when_its_claim_runs_out(
    app: Flask, task: Recorder, monkeypatch: pytest.MonkeyPatch
) -> None:
    ask(app)
    with app.app_context():
        job = db.session.query(Job).one()
        job.state, job.claimed_until, job.tries = JobState.RUNNING, clock.now() + jobs.CLAIM, 1
        db.session.commit()
    work(app)
    assert task.runs == 0
    later(monkeypatch, minutes=2)
    work(app)
    assert task.runs == 1


def post(app: Flask, *, commit: bool = True) -> None:
    with app.app_context():
        send_later("owner@harlmere.example", "Your\nactions", "Two are due.", plan=None, now=clock.now())
        if commit:
            db.session.commit()


def sent(app: Flask) -> list[str]:
    folder = app.config["SETTINGS"].instance_path / "mail"
    return [file.read_text() for file in folder.glob("*.eml")] if folder.exists() else []


def test_a_mail_leaves_only_when_its_change_is_committed(app: Flask) -> None:
    post(app, commit=False)
    work(app)
    assert sent(app) == []
    post(app)
    work(app)
    assert len(sent(app)) == 1
    assert "Subject: Your actions" in sent(app)[0]


def test_a_refused_mail_is_tried_again_with_the_same_number_and_then_shown_as_failed(
    app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    tried: list[str] = []

    class Refusing:
        def send(self, message: EmailMessage) -> None:
            tried.append(message["Message-ID"])
            raise ServerUnavailable("no server")

        def close(self) -> None:
            """Nothing is open."""

    monkeypatch.setattr(jobs, "open_postbox", lambda settings: Postbox(Refusing()))
    post(app)
    for hours in range(12):
        later(monkeypatch, hours=hours)
        work(app)
    with app.app_context():
        mail = db.session.query(OutgoingMail).one()
        assert mail.state is JobState.FAILED
        assert "no server" in mail.error
    assert len(tried) == len(jobs.MAIL_WAITS) + 1
    assert len(set(tried)) == 1
