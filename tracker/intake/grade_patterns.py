"""What areas and grades of a framework look like in a text: patterns, built once for each kind."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from tracker.intake.frameworks import Area, frameworks


@dataclass(frozen=True, slots=True)
class AreaSearch:
    """Finds an area with its grade. `forms` are its forms in small letters with straight quotes."""

    area: Area
    forms: tuple[str, ...]
    pattern: re.Pattern[str]

    def is_in(self, small: str) -> bool:
        """True when a text in small letters with single spaces holds a form of the area at all."""
        return any(form in small for form in self.forms)


@dataclass(frozen=True, slots=True)
class GradePatterns:
    """`grades` is the alternation of all grades, `grade` finds one in small letters.

    `searches` find an area and its grade; `token` finds areas, grades and what names an
    earlier inspection; `forms` holds the words of each area.
    """

    grades: str
    grade: re.Pattern[str]
    searches: tuple[AreaSearch, ...]
    token: re.Pattern[str]
    forms: tuple[tuple[str, ...], ...]


def loose(phrase: str) -> str:
    """A phrase with any spaces and straight quotes."""
    return r"\s+".join(re.escape(word) for word in re.sub(r"[‘’]", "'", phrase).split())


def _small(form: str) -> str:
    return " ".join(re.sub(r"[‘’]", "'", form).lower().split())


@cache
def grade_patterns(kind: str) -> GradePatterns:
    """The patterns of one kind of inspection."""
    framework = frameworks()[kind]
    grades = "|".join(loose(grade) for grade in framework.grades)
    every = sorted((form for area in framework.areas for form in area.forms), key=len, reverse=True)
    forms = "|".join(loose(form) for form in every)
    token = (
        r"(?<![\w-])(?:(?P<earlier>overall effectiveness at (?:the )?previous inspection|previous "
        rf"inspection grade)|(?P<grade>{grades})|(?P<area>{forms}))(?![\w-])"
    )
    words = (tuple(_small(form).split()) for form in every)
    return GradePatterns(
        grades,
        re.compile(rf"(?<![\w-])(?:{grades.lower()})(?![\w-])"),
        tuple(
            AreaSearch(area, tuple(_small(form) for form in area.forms), _search(area, grades))
            for area in sorted(framework.areas, key=lambda area: -len(area.name))
        ),
        re.compile(token, re.IGNORECASE),
        tuple(sorted((form for form in words if len(form) > 2), key=len, reverse=True)),
    )


def _search(area: Area, grades: str) -> re.Pattern[str]:
    forms = "|".join(loose(form) for form in sorted(area.forms, key=len, reverse=True))
    return re.compile(
        rf"(?<![\w-])(?P<area>{forms})(?![\w-])[\s:?–—-]{{0,6}}"
        rf"(?:(?:are|is|was|were)\s+(?:judged(?: to be)?\s+)?|grade \d \()?(?P<grade>{grades})(?![\w-])",
        re.IGNORECASE,
    )
