"""What areas and grades of a framework look like in a text: patterns, built once for each kind."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from tracker.intake.frameworks import Area, frameworks


@dataclass(frozen=True, slots=True)
class GradePatterns:
    """`grades` is the alternation of all grades, `grade` finds one; `searches` find an area and its grade.

    `token` finds areas, grades and what names an earlier inspection; `forms` holds the words of each area.
    """

    grades: str
    grade: re.Pattern[str]
    searches: tuple[tuple[Area, re.Pattern[str]], ...]
    token: re.Pattern[str]
    forms: tuple[tuple[str, ...], ...]


def loose(phrase: str) -> str:
    """A phrase with any spaces and straight quotes."""
    return r"\s+".join(re.escape(word) for word in re.sub(r"[‘’]", "'", phrase).split())


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
    words = (tuple(re.sub(r"[‘’]", "'", form).lower().split()) for form in every)
    return GradePatterns(
        grades,
        re.compile(rf"(?<![\w-])(?:{grades})(?![\w-])", re.IGNORECASE),
        tuple(
            (area, _search(area, grades))
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
