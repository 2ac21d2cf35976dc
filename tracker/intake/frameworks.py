"""Kinds of inspection as data: one readable file per framework, and what all of them share.

A pattern in a framework file is a phrase. Letter case, quotes, a number before and a colon or question mark
after do not matter; `*` stands for up to 120 characters of anything.
"""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

_FOLDER = Path(__file__).parent / "frameworks"
_NUMBER_BEFORE = re.compile(r"^(?:\d{1,3}(?:\.\d{1,3})*[.)]?|[a-h][.)])\s+(?=[a-z])")


def even(text: str) -> str:
    """A heading or phrase with the differences that do not matter taken away."""
    text = re.sub(r"[‘’`´]", "'", text.lower())
    text = re.sub(r"[“”]", '"', text)
    text = re.sub(r"[‐‑–—]", "-", text)
    text = re.sub(r"\s+", " ", text).strip(" .:;?!*-•|")
    return _NUMBER_BEFORE.sub("", text)


def pattern(phrase: str) -> str:
    """The regular expression a phrase stands for."""
    return re.escape(even_phrase(phrase)).replace(r"\*", ".{0,120}?")


def even_phrase(phrase: str) -> str:
    """As `even`, but an asterisk keeps its meaning."""
    return even(phrase.replace("*", "\x01")).replace("\x01", "*")


def one_of(phrases: tuple[str, ...]) -> re.Pattern[str]:
    """Matches text (already evened) that contains one of the phrases at word borders."""
    if not phrases:
        return re.compile(r"(?!)")
    return re.compile(r"(?<!\w)(?:" + "|".join(pattern(p) for p in phrases) + r")(?!\w)")


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

    stem: str
    pattern: re.Pattern[str]
    weight: int

    def find(self, text: str) -> int:
        """Where the words stand in an evened text; -1 where they do not."""
        if self.stem not in text:
            return -1
        match = self.pattern.search(text)
        return match.start() if match else -1


@dataclass(frozen=True)
class Framework:
    """One kind of document, as its file describes it."""

    kind: str
    title: str
    marks: tuple[Mark, ...] = ()
    opens: re.Pattern[str] = field(default_factory=lambda: one_of(()))
    paragraphs: re.Pattern[str] = field(default_factory=lambda: one_of(()))
    closes: re.Pattern[str] = field(default_factory=lambda: one_of(()))
    parts: tuple[tuple[re.Pattern[str], str], ...] = ()
    sentences: tuple[tuple[re.Pattern[str], str], ...] = ()
    subheadings: bool = False
    sure: bool = True
    reads_asks: bool = True
    areas: tuple[Area, ...] = ()
    grades: tuple[str, ...] = ()
    overall: bool = False
    grades_first: bool = False
    judgements_under: re.Pattern[str] = field(default_factory=lambda: one_of(()))
    groups: tuple[str, ...] = ()
    provider: tuple[re.Pattern[str], ...] = ()
    place_below_title: bool = False
    action_plan: ActionPlan = ActionPlan()
    none_message: str = ""

    def opening_sentence(self, text: str) -> str | None:
        """The name of the list a paragraph leads in to ("… the following areas of weakness:")."""
        if not self.sentences or not text.rstrip().endswith((":", "-", "–")):
            return None
        end = even(text[-160:])
        for pattern, name in self.sentences:
            if (match := pattern.search(end)) and match.end() == len(end):
                return name
        return None


def _whole(phrases: list[str]) -> re.Pattern[str]:
    """Matches text (evened) that is one of the phrases from beginning to end."""
    if not phrases:
        return re.compile(r"(?!)")
    return re.compile("(?:" + "|".join(pattern(p) for p in phrases) + r")\Z")


def _area(forms: list[str]) -> Area:
    """The first form is the name; a form with "=" before it is a phrase that stands for the name."""
    phrases = frozenset(even(form[1:]) for form in forms if form.startswith("="))
    return Area(forms[0], tuple(form.lstrip("=") for form in forms), phrases)


def _mark(phrase: str, weight: int) -> Mark:
    longest = max(even_phrase(phrase).split("*"), key=len).strip()
    return Mark(longest, one_of((phrase,)), weight)


def _load(path: Path, common: dict[str, Any]) -> Framework:
    data = tomllib.loads(path.read_text(encoding="utf-8"))
    asks, judgements = data.get("asks", {}), data.get("judgements", {})
    recognise = data.get("recognise", {})
    marks = [_mark(phrase, 6) for phrase in recognise.get("title", [])]
    marks += [_mark(phrase, 2) for phrase in recognise.get("words", [])]
    marks += [_mark(phrase, -8) for phrase in recognise.get("never", [])]
    closes = asks.get("closes", []) + common["closes"]
    return Framework(
        kind=data["kind"],
        title=data["title"],
        marks=tuple(marks),
        opens=_whole(asks.get("opens", []) + (common["opens"] if asks.get("common_opens", True) else [])),
        paragraphs=_whole(asks.get("paragraphs", [])),
        closes=_whole(closes),
        parts=tuple((_whole(part["headings"]), part["name"]) for part in asks.get("parts", [])),
        sentences=tuple((one_of((each["ends"],)), each["name"]) for each in asks.get("sentences", [])),
        subheadings=asks.get("subheadings", False),
        sure=asks.get("sure", True),
        reads_asks=asks.get("read", True),
        areas=tuple(_area(forms) for forms in judgements.get("areas", [])),
        grades=tuple(judgements.get("grades", [])),
        grades_first=judgements.get("grades_first", False),
        overall=judgements.get("overall_sentence", False),
        judgements_under=_whole(judgements.get("under", [])),
        groups=tuple(judgements.get("groups", [])),
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
    return re.compile("(?:" + "|".join(pattern(p) for p in common()["not_asks"]) + r")(?!\w)")


@cache
def _lead_ins() -> re.Pattern[str]:
    return re.compile("(?:" + "|".join(pattern(p) for p in common()["lead_ins"]) + r")(?!\w)")


def is_lead_in_sentence(text: str) -> bool:
    """True for the standing words that explain a list and ask for nothing themselves."""
    return bool(_lead_ins().match(even(text[:300])))


@cache
def _known() -> re.Pattern[str]:
    alternatives = []
    for framework in frameworks().values():
        alternatives += [framework.opens.pattern, framework.closes.pattern, framework.paragraphs.pattern]
        alternatives += [part.pattern for part, _ in framework.parts]
        alternatives += [framework.judgements_under.pattern]
    return re.compile("|".join(f"(?:{each})" for each in dict.fromkeys(alternatives)))


@cache
def _known_prefixes() -> re.Pattern[str]:
    return re.compile(
        r"immediately|with immediate effect|within .{1,25}(?:months?|weeks?|days?)( of .{1,60})?\Z"
    )


def is_known_heading(line: str) -> bool:
    """True for a whole line that some framework names as a heading or as a timescale above a list."""
    if len(line) > 160 or not line or not (line[0].isupper() or line[0].isdigit()):
        return False
    evened = even(line)
    if not evened or line.rstrip()[-1] in ",;" or line.count(". ") > 1:
        return False
    if line.rstrip().endswith(".") and len(line) > 40:
        return False
    if _known().match(evened):
        return True
    return bool(_known_prefixes().fullmatch(evened)) and line.rstrip()[-1] in ":s"


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
