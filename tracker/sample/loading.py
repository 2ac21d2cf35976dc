"""Loads the sample council into an empty or running site."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

import sqlalchemy as sa

from tracker.database import db
from tracker.models import Person, Plan
from tracker.operations.standing import refresh_standings
from tracker.sample.actions import load_actions
from tracker.sample.days import Days
from tracker.sample.inspections import load_letter, load_report
from tracker.sample.many import load_many_actions
from tracker.sample.people import SignIn, grant_roles, load_owners, load_people, made_up_password, say_goodbye
from tracker.sample.plan import SLUG, load_commentary, load_measures, load_plan, load_safety_maps
from tracker.sample.reports import load_reports
from tracker.sample.rounds import load_rounds
from tracker.sample.story import tell_story
from tracker.sample.working_together import work_together


class AlreadyLoaded(Exception):
    """The sample council is here already; the message is a sentence for the person who asked."""


@dataclass(frozen=True)
class SampleSignIns:
    """How the people of the sample sign in, in the order of the file."""

    people: tuple[SignIn, ...]

    @property
    def one_of_each_role(self) -> tuple[SignIn, ...]:
        """One person of each role, for the terminal."""
        return tuple(person for person in self.people if person.role)

    def as_text(self) -> str:
        """Return the sign-ins for a terminal or a file: one person of each role, then everybody else."""
        shown = [_line(person.role, person) for person in self.one_of_each_role]
        others = [_line(person.job_title, person) for person in self.people if not person.role]
        return "\n".join([*shown, "", "And, if you want to see more of Harlmere:", "", *others]) + "\n"


def _line(role: str, person: SignIn) -> str:
    return f"{role}: {person.name}\n    {person.email}   {person.password}"


def load_sample(
    *, today: date, actions: int | None = None, new_password: Callable[[], str] = made_up_password
) -> SampleSignIns:
    """Add the sample council as it would stand on `today`; the caller commits.

    With `actions`, the plan has that many actions with 20 updates each in place of its own story, for
    measuring. Needs an application context, because files are kept. Raises AlreadyLoaded where the plan or
    one of its people is here.
    """
    _refuse_second_loading()
    days = Days(today)
    cast = load_people(days, new_password)
    plan = load_plan(cast, days)
    grant_roles(cast, plan, days)
    load_owners(cast, plan, days)
    recommendations = load_report(cast, plan, days)
    # Confirming the report read the plan afresh, without what hangs from it.
    db.session.refresh(plan, ["services"])
    load_measures(plan, recommendations, days)
    if actions is None:
        made = load_actions(cast, plan, recommendations, days)
        tell_story(cast, plan, recommendations, made, days)
        work_together(cast, plan, made, today)
        action_ids = [action.id for action in made.values()]
    else:
        action_ids = load_many_actions(cast, plan, recommendations, days, actions)
    load_letter(cast, plan, recommendations, days)
    load_commentary(cast, plan, days)
    load_safety_maps(cast, plan, days)
    say_goodbye(cast, plan, days)
    refresh_standings(action_ids, today)
    if actions is None:
        load_rounds(cast, plan, days)
        load_reports(cast, plan, days)
    return SampleSignIns(tuple(cast.sign_ins))


def _refuse_second_loading() -> None:
    if db.session.scalar(sa.select(Plan.id).where(Plan.slug == SLUG)) is not None:
        raise AlreadyLoaded(
            "The sample council is already here (plan “harlmere”), and cannot be loaded twice."
        )
    if db.session.scalar(sa.select(Person.id).where(Person.email.endswith("@harlmere.example")).limit(1)):
        raise AlreadyLoaded(
            "People with addresses at harlmere.example are here already, so the sample was not loaded."
        )
