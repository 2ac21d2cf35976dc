"""The sample's content as it stands in the files of `content/`: plain values, dates still relative."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from tracker.rules.ladders import Audience, Delivery, Direction, EvidenceKind, Impact, Verdict
from tracker.sample.documents import CONTENT

# In updates: "G, some evidence".
_DELIVERY = {
    "N": Delivery.NOT_STARTED,
    "G": Delivery.ON_TRACK,
    "A": Delivery.AT_RISK,
    "R": Delivery.OFF_TRACK,
    "B": Delivery.DELIVERED,
}


@dataclass(frozen=True)
class UpdateText:
    """One update; `month` counts from the newest (0), `by` is a person where not the action's owner."""

    month: int
    delivery: Delivery
    impact: Impact
    done: str
    difference: str
    next_steps: str
    forecast: str | None
    keep: str
    by: str | None


@dataclass(frozen=True)
class MoveText:
    """One move of the due date; `first` is where it stood before, in the first move of an action."""

    month: int
    to: str
    reason: str
    by: str
    approved: str
    first: str | None


@dataclass(frozen=True)
class MilestoneText:
    """A dated step; `done` is None while it is open."""

    title: str
    due: str
    done: str | None


@dataclass(frozen=True)
class ActionText:
    """One action; owners are keys of people, posts and partners."""

    label: str
    title: str
    service: str
    lead: str | None
    director: str
    contributors: tuple[str, ...]
    start: str
    due: str
    know: str
    milestones: tuple[MilestoneText, ...]
    moves: tuple[MoveText, ...]
    updates: tuple[UpdateText, ...]


@dataclass(frozen=True)
class RecommendationText:
    """What the council made of a recommendation; its words come from the report."""

    number: int
    short_title: str
    priority: int
    due: str
    due_reason: str
    actions: tuple[ActionText, ...]


@dataclass(frozen=True)
class CheckText:
    """A second person's verdict on an item of evidence."""

    by: str
    month: int
    verdict: Verdict
    note: str


@dataclass(frozen=True)
class EvidenceText:
    """One item of evidence: exactly one of link, reference and file says where it is."""

    actions: tuple[str, ...]
    title: str
    kind: EvidenceKind
    effective: str
    month: int
    shows: str
    link: str
    reference: str
    file: str
    audience: Audience
    checks: tuple[CheckText, ...]


@dataclass(frozen=True)
class MeasureText:
    """A measure with its readings, oldest first, `every` so many months apart, the newest for month -1."""

    code: str
    name: str
    unit: str
    direction: Direction
    service: str
    recommendations: tuple[int, ...]
    readings: tuple[float, ...]
    every: int
    figures: Mapping[str, float] = field(default_factory=dict)  # baseline, target, amber, red, comparators
    notes: Mapping[int, str] = field(default_factory=dict)


def read(name: str) -> dict[str, Any]:
    """Return a file of `content/` as TOML has it."""
    return tomllib.loads((CONTENT / name).read_text(encoding="utf-8"))


@cache
def recommendations() -> tuple[RecommendationText, ...]:
    """Return the recommendations with their actions, in the order of their numbers."""
    found = []
    for number, path in enumerate(sorted((CONTENT / "recommendations").glob("*.toml")), 1):
        raw = tomllib.loads(path.read_text(encoding="utf-8"))
        actions = [_action(f"{number}.{sequence}", one) for sequence, one in enumerate(raw["action"], 1)]
        found.append(
            RecommendationText(
                number=number,
                short_title=raw["short_title"],
                priority=raw["priority"],
                due=raw["due"],
                due_reason=raw.get("due_reason", ""),
                actions=tuple(actions),
            )
        )
    return tuple(found)


def _action(label: str, raw: dict[str, Any]) -> ActionText:
    return ActionText(
        label=label,
        title=raw["title"],
        service=raw["service"],
        lead=raw.get("lead"),
        director=raw["director"],
        contributors=tuple(raw.get("with", ())),
        start=raw["start"],
        due=raw["due"],
        know=raw["know"],
        milestones=tuple(
            MilestoneText(one[0], one[1], one[2] if len(one) > 2 else None) for one in raw["milestones"]
        ),
        moves=tuple(
            MoveText(one["month"], one["to"], one["reason"], one["by"], one["approved"], one.get("first"))
            for one in raw.get("move", ())
        ),
        updates=tuple(_update(one) for one in raw.get("update", ())),
    )


def _update(raw: dict[str, Any]) -> UpdateText:
    letter, impact = raw["says"].split(", ")
    return UpdateText(
        month=raw["month"],
        delivery=_DELIVERY[letter],
        impact=Impact(impact.replace(" ", "_")),
        done=raw["done"],
        difference=raw["difference"],
        next_steps=raw["next"],
        forecast=raw.get("forecast"),
        keep=raw.get("keep", ""),
        by=raw.get("by"),
    )


@cache
def evidence() -> tuple[EvidenceText, ...]:
    """Return the evidence in the order of its numbers: by month, then as the files have it."""
    raw = [
        one
        for path in sorted((CONTENT / "evidence").glob("priority-*.toml"))
        for one in tomllib.loads(path.read_text(encoding="utf-8"))["evidence"]
    ]
    return tuple(_evidence(one) for one in sorted(raw, key=lambda one: int(one["month"])))


def _evidence(raw: dict[str, Any]) -> EvidenceText:
    return EvidenceText(
        actions=tuple(raw["actions"]),
        title=raw["title"],
        kind=EvidenceKind(raw["kind"]),
        effective=raw["effective"],
        month=raw["month"],
        shows=raw["shows"],
        link=raw.get("link", ""),
        reference=raw.get("reference", ""),
        file=raw.get("file", ""),
        audience=Audience(raw.get("audience", "public")),
        checks=tuple(
            CheckText(one["by"], one["month"], Verdict(one["verdict"]), one["note"])
            for one in raw.get("checks", ())
        ),
    )


def measures() -> list[MeasureText]:
    """Return the measures in the order of the file."""
    figures = ("baseline", "target", "amber", "red", "neighbours", "england")
    return [
        MeasureText(
            code=raw["code"],
            name=raw["name"],
            unit=raw["unit"],
            direction=Direction(raw["direction"]),
            service=raw["service"],
            recommendations=tuple(raw["recommendations"]),
            readings=tuple(raw["readings"]),
            every=raw["every"],
            figures={name: raw[name] for name in figures if name in raw},
            notes={int(place): note for place, note in raw.get("notes", {}).items()},
        )
        for raw in read("measures.toml")["measure"]
    ]
