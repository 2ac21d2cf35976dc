"""Kinds of inspection as data: one readable file per framework, and what all of them share.

A pattern in a framework file is a phrase. Letter case, quotes, a number before and a colon or question mark
after do not matter; `*` stands for up to 120 characters of anything.
"""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass, field
from functools import cache, cached_property
from pathlib import Path
from typing import Any

from tracker.intake.phrases import Phrases, beginning, even, even_phrase, within

_FOLDER = Path(__file__).parent / "frameworks"


@dataclass(frozen=True)
class Area:
    """A judgement area: its name and the other forms it is printed in."""

    name: str
    forms: tuple[str, ...]
    phrases: frozenset[str] = frozenset()


@dataclass(frozen=True)
class ActionPlan:
    """Whether the inspected body must send an action plan, and in how many working days."""

    due: bool = False
    working_days: int | None = None
    draft_working_days: int | None = None
    only_with: str | None = None
    to: str | None = None


@dataclass(frozen=True)
class Mark:
    """Words that speak for a framework (or, with a negative weight, against it)."""

    phrase: str
    weight: int

    @cached_property
    def _longest(self) -> str:
        return max(self.phrase.split("*"), key=len).strip()

    def find(self, text: str) -> int:
        """Where the words stand in an evened text; -1 where they do not."""
        if self._longest not in text:
            return -1
        match = within(self.phrase).search(text)
        return match.start() if match else -1


@dataclass(frozen=True)
class Framework:
    """One kind of document, as its file describes it."""

    kind: str
    title: str
    marks: tuple[Mark, ...] = ()
    opens: Phrases = field(default_factory=Phrases)
    paragraphs: Phrases = field(default_factory=Phrases)
    closes: Phrases = field(default_factory=Phrases)
    parts: tuple[tuple[Phrases, str], ...] = ()
    sentences: tuple[tuple[str, str], ...] = ()
    subheadings: bool = False
    yields: Phrases = field(default_factory=Phrases)
    also: Phrases = field(default_factory=Phrases)
    sure: bool = True
    reads_asks: bool = True
    areas: tuple[Area, ...] = ()
    grades: tuple[str, ...] = ()
    overall: bool = False
    grades_first: bool = False
    judgements_under: Phrases = field(default_factory=Phrases)
    provider: tuple[re.Pattern[str], ...] = ()
    place_below_title: bool = False
    action_plan: ActionPlan = ActionPlan()
    none_message: str = ""

    def opening_sentence(self, text: str) -> str | None:
        """The name of the list a paragraph leads in to ("… the following areas of weakness:")."""
        if not self.sentences or not text.rstrip().endswith((":", "-", "–")):
            return None
        end = even(text[-160:])
        return next((name for phrase, name in self.sentences if end.endswith(phrase)), None)


def _area(forms: list[str]) -> Area:
    """The first form is the name; a form with "=" before it is a phrase that stands for the name."""
    phrases = frozenset(even(form[1:]) for form in forms if form.startswith("="))
    return Area(forms[0], tuple(form.lstrip("=") for form in forms), phrases)


def _load(path: Path, common: dict[str, Any]) -> Framework:
    data = tomllib.loads(path.read_text(encoding="utf-8"))
    asks, judgements = data.get("asks", {}), data.get("judgements", {})
    recognise = data.get("recognise", {})
    marks = [
        Mark(even_phrase(phrase), weight)
        for name, weight in (("title", 6), ("words", 2), ("never", -8))
        for phrase in recognise.get(name, [])
    ]
    opens = asks.get("opens", []) + (common["opens"] if asks.get("common_opens", True) else [])
    return Framework(
        kind=data["kind"],
        title=data["title"],
        marks=tuple(marks),
        opens=Phrases(opens),
        paragraphs=Phrases(asks.get("paragraphs", [])),
        closes=Phrases(asks.get("closes", []) + common["closes"]),
        parts=tuple((Phrases(part["headings"]), part["name"]) for part in asks.get("parts", [])),
        sentences=tuple((even(each["ends"]), each["name"]) for each in asks.get("sentences", [])),
        subheadings=asks.get("subheadings", False),
        yields=Phrases(asks.get("yields", [])),
        also=Phrases(asks.get("also", [])),
        sure=asks.get("sure", True),
        reads_asks=asks.get("read", True),
        areas=tuple(_area(forms) for forms in judgements.get("areas", [])),
        grades=tuple(judgements.get("grades", [])),
        grades_first=judgements.get("grades_first", False),
        overall=judgements.get("overall_sentence", False),
        judgements_under=Phrases(judgements.get("under", [])),
        provider=tuple(re.compile(p) for p in data.get("provider", {}).get("patterns", [])),
        place_below_title=data.get("provider", {}).get("below_title", False),
        action_plan=ActionPlan(**data.get("action_plan", {})),
        none_message=data.get("none_message", ""),
    )


@cache
def common() -> dict[str, Any]:
    """What all frameworks share: closing headings, timescale words, resolutions that are no asks."""
    return tomllib.loads((_FOLDER / "common.toml").read_text(encoding="utf-8"))


@cache
def frameworks() -> dict[str, Framework]:
    """All frameworks by kind."""
    paths = [path for path in sorted(_FOLDER.glob("*.toml")) if path.name != "common.toml"]
    return {framework.kind: framework for framework in (_load(path, common()) for path in paths)}


@cache
def not_asks() -> re.Pattern[str]:
    """Beginnings of list items that are a committee's resolution and no inspector's ask."""
    return beginning(tuple(common()["not_asks"]))


def is_lead_in_sentence(text: str) -> bool:
    """True for the standing words that explain a list and ask for nothing themselves."""
    return bool(beginning(tuple(common()["lead_ins"])).match(even(text[:300])))


@cache
def _known() -> Phrases:
    known = Phrases()
    for framework in frameworks().values():
        known |= framework.opens | framework.closes | framework.paragraphs | framework.judgements_under
        for part, _ in framework.parts:
            known |= part
    return known


_TIMESCALE = re.compile(
    r"(?:for )?immediate actions?"
    r"|(?:(?:for )?actions? (?:to be taken |required |needed )?)?(?:immediately|with immediate effect|"
    r"within .{1,25}(?:months?|weeks?|days?)( of .{1,60})?|over the next .{1,20}(?:months?|weeks?|year))"
)
# Names of columns that a conversion prints on lines of their own.
_COLUMNS = {"requirement", "due date", "regulated activity", "responsible body"}


def is_known_heading(line: str) -> bool:
    """True for a whole line that some framework names as a heading or as a timescale above a list."""
    if len(line) > 160 or not line or not (line[0].isupper() or line[0].isdigit()):
        return False
    evened = even(line)
    if not evened or line.rstrip()[-1] in ",;" or re.search(r"[a-z)]\. [A-Z]", line):
        return False
    if line.rstrip().endswith(".") and len(line) > 40:
        return False
    if _known().match(evened) or (evened in _COLUMNS and len(line) < 25):
        return True
    return bool(_TIMESCALE.fullmatch(evened)) and line.rstrip()[-1] in ":snr"


def is_column_name(text: str) -> bool:
    """True for a line that is only the name of a table's column."""
    return even(text) in _COLUMNS


def recognise(text: str) -> tuple[Framework, float]:
    """The framework a document follows, with a score; the unknown one when nothing speaks for any.

    The beginning of a document says what it is; later pages mention many other things.
    """
    known = frameworks()
    title, opening = even(text[:700]), even(text[:5000])
    best, best_score = known["unknown"], 0.0
    for framework in known.values():
        score = 0.0
        for mark in framework.marks:
            at = mark.find(title)
            if at >= 0:
                score += mark.weight * (1.5 - 0.5 * at / len(title))
            elif mark.find(opening) >= 0:
                score += mark.weight * 0.5
        if score > best_score:
            best, best_score = framework, score
    return (best, best_score) if best_score >= 2 else (known["unknown"], best_score)
