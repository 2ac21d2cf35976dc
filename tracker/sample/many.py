"""Many actions with 20 updates each, for measuring: Harlmere's words shuffled, written in bulk.

The same number gives the same plan. Histories hold what a real plan of this size would hold, one change for
each action, update and item of evidence.
"""

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

import sqlalchemy as sa

from tracker.database import Base, db
from tracker.models import (
    Action,
    Change,
    Evidence,
    EvidenceCheck,
    EvidenceForm,
    EvidenceLink,
    Milestone,
    Naming,
    Part,
    Plan,
    Recommendation,
    Update,
)
from tracker.models.plans import action_recommendation
from tracker.rules.ladders import Delivery, Impact, Verdict
from tracker.sample import content
from tracker.sample.content import ActionText, UpdateText
from tracker.sample.days import Days, moment
from tracker.sample.people import Cast

UPDATES = 20
_ACTIONS_OF_A_RECOMMENDATION = 5
_BATCH = 1000
_PLACES = (
    "Harlmere North", "Harlmere South", "Westmere", "Quay", "Coast", "Vale", "Northbridge", "Aldermoor",
    "Stonehythe", "Wickfield",
)  # fmt: skip
# What owners declare last, in about the shares of Harlmere's own plan.
_LAST = (
    (Delivery.DELIVERED, 24), (Delivery.ON_TRACK, 44), (Delivery.AT_RISK, 18), (Delivery.OFF_TRACK, 6),
    (Delivery.NOT_STARTED, 8),
)  # fmt: skip


@dataclass(frozen=True)
class _Chosen:
    """One action to be: whose words it takes, where it plays, and how it ends."""

    words: ActionText
    place: str
    recommendation: int
    sequence: int
    due: date
    last: Delivery


def load_many_actions(
    cast: Cast, plan: Plan, recommendations: dict[int, Recommendation], days: Days, count: int
) -> list[int]:
    """Add `count` actions with 20 updates each, and recommendations enough for them. Returns their ids."""
    chance = random.Random(20)  # noqa: S311 - a plan of invented words, not a secret
    numbers = _recommendation_ids(plan, recommendations, days, count)
    chosen = list(_choose(chance, numbers, days, count))
    ids = _insert_actions(cast, plan, chosen, numbers, days)
    leads = _insert_details(chance, cast, chosen, ids, days)
    updates = _insert_updates(plan, chosen, ids, leads, days)
    _insert_evidence(chance, cast, plan, chosen, ids, leads, updates, days)
    return ids


def _recommendation_ids(
    plan: Plan, recommendations: dict[int, Recommendation], days: Days, count: int
) -> dict[int, int]:
    """Return the ids of as many recommendations as are needed, by number; those of the report come first."""
    ids = {number: one.id for number, one in recommendations.items()}
    needed = max(len(ids), -(-count // _ACTIONS_OF_A_RECOMMENDATION))
    rows: list[dict[str, Any]] = []
    for number in range(len(ids) + 1, needed + 1):
        pattern = recommendations[(number - 1) % len(ids) + 1]
        place = _PLACES[number // len(ids) % len(_PLACES)]
        rows.append(
            {
                "plan_id": plan.id, "inspection_id": pattern.inspection_id,
                "priority_id": pattern.priority_id,
                "number": number, "printed_number": str(number), "text": f"In {place}: {pattern.text}",
                "short_title": f"{pattern.short_title} ({place})"[:200], "due_on": pattern.due_on,
                "created_at": pattern.created_at, "last_action_number": 0, "version": 1,
            }
        )  # fmt: skip
    for row, id_ in zip(rows, _insert(Recommendation, rows), strict=True):
        ids[row["number"]] = id_
    plan.last_recommendation_number = needed
    return ids


def _choose(chance: random.Random, numbers: dict[int, int], days: Days, count: int) -> Iterator[_Chosen]:
    told = [action for one in content.recommendations() for action in one.actions if len(action.updates) > 1]
    by_pattern = {
        number: [one for one in told if one.label.split(".")[0] == str(number)] for number in range(1, 15)
    }
    for place in range(count):
        number = place % len(numbers) + 1
        words = by_pattern[(number - 1) % len(by_pattern) + 1]
        sequence = place // len(numbers) + 1
        last = chance.choices([step for step, _ in _LAST], [share for _, share in _LAST])[0]
        # About one open action in nine is overdue.
        is_late = last is Delivery.OFF_TRACK or chance.random() < 0.06
        month = -1 if is_late else chance.randint(1, 9)
        yield _Chosen(
            words=words[(sequence - 1) % len(words)],
            place=chance.choice(_PLACES),
            recommendation=number,
            sequence=sequence,
            due=days.day(f"{month}/{chance.choice((15, 28, 31))}"),
            last=last,
        )


def _insert_actions(
    cast: Cast, plan: Plan, chosen: Sequence[_Chosen], numbers: dict[int, int], days: Days
) -> list[int]:
    services = {service.name: service.id for service in plan.services}
    added = moment(days.day(f"-{UPDATES}/20"), 11)
    ids = _insert(
        Action,
        [
            {
                "plan_id": plan.id, "service_id": services[one.words.service],
                "first_number": one.recommendation, "sequence": one.sequence,
                "title": f"{one.words.title}, in {one.place}", "how_we_will_know": one.words.know,
                "start_on": days.day("2/1" if one.last is Delivery.NOT_STARTED else f"-{UPDATES}/25"),
                "due_on": one.due, "original_due_on": one.due, "created_at": added,
                "description": "", "version": 1,
            }
            for one in chosen
        ],
    )  # fmt: skip
    db.session.execute(
        sa.insert(action_recommendation),
        [
            {"action_id": id_, "recommendation_id": numbers[one.recommendation]}
            for one, id_ in zip(chosen, ids, strict=True)
        ],
    )
    for number, id_ in numbers.items():
        last = max((one.sequence for one in chosen if one.recommendation == number), default=0)
        db.session.execute(
            sa.update(Recommendation).where(Recommendation.id == id_).values(last_action_number=last)
        )
    _insert_changes(plan, cast.persons["ruth"].id, [(id_, added, "Action added") for id_ in ids])
    return ids


def _insert_details(
    chance: random.Random, cast: Cast, chosen: Sequence[_Chosen], ids: Sequence[int], days: Days
) -> list[int]:
    """Name owners and set milestones. Returns who writes the updates of each action."""
    named: list[dict[str, Any]] = []
    milestones: list[dict[str, Any]] = []
    writers = []
    for one, id_ in zip(chosen, ids, strict=True):
        lead = one.words.lead or "ruth"
        writers.append(cast.speaks_for(lead).id)
        if chance.random() > 0.03:
            named.append({"action_id": id_, "owner_id": cast.owners[lead].id, "part": Part.LEAD_OFFICER})
        director = cast.owners[one.words.director].id
        named.append({"action_id": id_, "owner_id": director, "part": Part.ACCOUNTABLE_DIRECTOR})
        named += [
            {"action_id": id_, "owner_id": cast.owners[key].id, "part": Part.CONTRIBUTOR}
            for key in one.words.contributors
        ]
        for back, text in enumerate(reversed(one.words.milestones)):
            due = one.due - timedelta(days=60 * back)
            is_done = one.last is Delivery.DELIVERED or (due < days.today and chance.random() > 0.1)
            milestones.append(
                {
                    "action_id": id_, "title": text.title, "due_on": due,
                    "done_on": min(due, days.report_day(-1, 0)) if is_done else None,
                }
            )  # fmt: skip
    _insert(Naming, named)
    _insert(Milestone, milestones)
    return writers


def _insert_updates(
    plan: Plan, chosen: Sequence[_Chosen], ids: Sequence[int], writers: Sequence[int], days: Days
) -> list[int]:
    """Write 20 monthly updates for each action, the newest for the newest month. Returns the newest's ids."""
    rows: list[dict[str, Any]] = []
    for one, id_, writer in zip(chosen, ids, writers, strict=True):
        for step in range(UPDATES):
            month = step + 1 - UPDATES
            at = moment(days.report_day(month, id_), 7, 30 + one.sequence % 30)
            text = one.words.updates[step * len(one.words.updates) // UPDATES]
            delivery = _delivery(one.last, step)
            rows.append(
                {
                    "action_id": id_, "by_id": writer, "at": at, "delivery": delivery,
                    "impact": Impact.TOO_EARLY if step < UPDATES // 2 else _impact(text, delivery),
                    "done": days.fill(text.done, at.date()),
                    "difference": days.fill(text.difference, at.date()),
                    "next_steps": days.fill(text.next_steps, at.date()), "keep_reason": "",
                }
            )  # fmt: skip
    newest = _insert(Update, rows)[UPDATES - 1 :: UPDATES]
    changes = [(row["action_id"], row["at"], "Update posted") for row in rows]
    for writer in sorted(set(writers)):
        by_writer = [change for change, row in zip(changes, rows, strict=True) if row["by_id"] == writer]
        _insert_changes(plan, writer, by_writer)
    return newest


def _delivery(last: Delivery, step: int) -> Delivery:
    left = UPDATES - 1 - step
    if last is Delivery.NOT_STARTED:
        return last
    if left < (4 if last is Delivery.DELIVERED else 2):
        return last
    return Delivery.AT_RISK if last is not Delivery.ON_TRACK and left < 6 else Delivery.ON_TRACK


def _impact(text: UpdateText, delivery: Delivery) -> Impact:
    return Impact.TOO_EARLY if delivery is Delivery.NOT_STARTED else text.impact


def _insert_evidence(
    chance: random.Random,
    cast: Cast,
    plan: Plan,
    chosen: Sequence[_Chosen],
    ids: Sequence[int],
    writers: Sequence[int],
    updates: Sequence[int],
    days: Days,
) -> None:
    """Give every second action an item that came with its newest update; two in three are verified."""
    words = content.evidence()
    rows: list[dict[str, Any]] = []
    links: list[dict[str, Any]] = []
    checks: list[tuple[int, dict[str, Any]]] = []
    for place, (id_, writer, update) in enumerate(zip(ids, writers, updates, strict=True)):
        if place % 2 and chosen[place].last is not Delivery.DELIVERED:
            continue
        text = words[place // 2 % len(words)]
        added = moment(days.report_day(0, id_), 8, 20)
        rows.append(
            {
                "plan_id": plan.id, "number": plan.last_evidence_number + len(rows) + 1, "title": text.title,
                "kind": text.kind, "form": EvidenceForm.LINK,
                "url": text.link or "https://intranet.harlmere.example/evidence", "reference": "",
                "effective_on": days.working_day(text.effective), "shows": text.shows,
                "audience": text.audience, "added_by_id": writer, "added_at": added,
            }
        )  # fmt: skip
        links.append({"action_id": id_, "update_id": update, "linked_at": added})
        if chance.random() < 0.67:
            verified = moment(days.report_day(0, -1), 9, 5)
            checks.append(
                (
                    len(rows) - 1,
                    {"verdict": Verdict.VERIFIED, "by_id": cast.persons["lin"].id, "at": verified},
                )
            )
    found = _insert(Evidence, rows)
    _insert(EvidenceLink, [{**link, "evidence_id": id_} for link, id_ in zip(links, found, strict=True)])
    _insert(EvidenceCheck, [{**check, "evidence_id": found[place], "note": ""} for place, check in checks])
    plan.last_evidence_number += len(rows)
    _insert_changes(
        plan,
        cast.persons["ruth"].id,
        [(link["action_id"], link["linked_at"], "Evidence added") for link in links],
    )


def _insert_changes(plan: Plan, by_id: int, what: Sequence[tuple[int, datetime, str]]) -> None:
    _insert(
        Change,
        [
            {
                "plan_id": plan.id,
                "action_id": action_id,
                "by_id": by_id,
                "at": at,
                "what": words,
                "details": [],
            }
            for action_id, at, words in what
        ],
    )


def _insert(model: type[Base], rows: Sequence[dict[str, Any]]) -> list[int]:
    """Insert rows in bulk and return their ids in the same order."""
    table: Any = model.__table__
    found: list[int] = []
    for start in range(0, len(rows), _BATCH):
        found += db.session.scalars(
            sa.insert(table).returning(table.c.id, sort_by_parameter_order=True),
            rows[start : start + _BATCH],
        ).all()
    return found
