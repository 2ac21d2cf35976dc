"""Takes the dates of a "Due date" column out of the requirements that a text prints them into.

Where a conversion keeps no layout, a date of the second column stands between the lines of the first, or at
the end of one of them. It becomes a line of its own below the lines it stood in.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from tracker.intake.lines import Line, Pages, chunks

_HEAD = re.compile(r"due date|timescales?|target date|deadline", re.IGNORECASE)
_FIRST_COLUMN = re.compile(
    r"(?:statutory )?requirements?|recommendations?|areas? for (?:priority action|improvement)", re.IGNORECASE
)
MONTH = "(?:January|February|March|April|May|June|July|August|September|October|November|December)"
_DAY = re.compile(rf"\d{{1,2}}(?:st|nd|rd|th)? {MONTH}")
_DATE = rf"(?:\d{{1,2}}(?:st|nd|rd|th)? {MONTH} (?:19|20)\d\d|\d{{1,2}}[/.]\d{{1,2}}[/.](?:19|20)\d\d)"
_ALONE = re.compile(_DATE)
_AT_END = re.compile(rf"(?P<before>.*?\b(?P<word>\w+)) (?P<date>{_DATE})")
_YEAR = re.compile(r"(?:19|20)\d\d")
_DATING = {
    "by", "before", "on", "since", "until", "from", "dated", "after", "to", "and", "than", "between", "for",
    "ending", "commencing",
}  # fmt: skip
# "The notice of 3 May 2024" is one thing; "each authority of" waits for the words on the next line.
_DATED = re.compile(r"\b(?:notice|letter|report|inspection|visit|meeting|plan|order|review|audit) of$")


def with_dates_apart(document: Pages, is_known_heading: Callable[[str], bool]) -> Pages:
    """A text with each such date below the words it was printed into; everything else as it was."""
    if document.source != "text":
        return document
    made: list[Line] = []
    inside = False
    above = ""
    for group in chunks(document.lines):
        text = group[-1].text
        if not inside:
            named = _FIRST_COLUMN.fullmatch(group[-2].text if len(group) > 1 else above)
            inside = bool(named and _HEAD.fullmatch(text))
            made += group
        elif is_known_heading(group[0].text) and not _FIRST_COLUMN.fullmatch(group[0].text):
            inside = False
            made += group
        else:
            made += _apart(group)
        above = text
    return document.with_lines(made)


def _apart(group: list[Line]) -> list[Line]:
    """The lines of a group with each date after the words that follow it, before the next date."""
    if len(group) == 1 or any(line.cells for line in group):
        return group
    made: list[Line] = []
    waiting: Line | None = None
    year_taken = -1
    for at, line in enumerate(group):
        if at == year_taken:
            continue
        text, date = line.text, ""
        years = [n for n in range(at + 1, min(at + 3, len(group))) if _YEAR.fullmatch(group[n].text)]
        match = _AT_END.fullmatch(text)
        goes_on = at + 1 < len(group) and not _ALONE.fullmatch(group[at + 1].text)
        if _ALONE.fullmatch(text):
            date, text = text, ""
        elif _DAY.fullmatch(text) and years:
            year_taken = years[0]
            date, text = f"{text} {group[year_taken].text}", ""
        elif match and goes_on and not _is_of_sentence(match):
            date, text = match["date"], match["before"]
        if date and waiting is not None:
            made.append(waiting)
            waiting = None
        if text:
            made.append(line.but(text=text) if date else line)
        if date:
            waiting = line.but(text=date, whole=True, raw=date)
    return made if waiting is None else [*made, waiting]


def _is_of_sentence(match: re.Match[str]) -> bool:
    """True where the words before a date speak of it."""
    return match["word"].lower() in _DATING or bool(_DATED.search(match["before"]))
