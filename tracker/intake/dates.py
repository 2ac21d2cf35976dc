"""Dates of the inspection and of publication, as exact as printed."""

from __future__ import annotations

import re
from dataclasses import dataclass

from tracker.intake.phrases import small_letters

MONTH_NAMES = (
    "january|february|march|april|may|june|july|august|september|october|november|december|"
    "jan|feb|mar|apr|jun|jul|aug|sept|sep|oct|nov|dec|"
    "ionawr|chwefror|mawrth|ebrill|mai|mehefin|gorffennaf|awst|medi|hydref|tachwedd|rhagfyr"
)
_INDEX = {
    name: index + 1
    for names in (
        "january february march april may june july august september october november december",
        "jan feb mar apr may jun jul aug sep oct nov dec",
        "ionawr chwefror mawrth ebrill mai mehefin gorffennaf awst medi hydref tachwedd rhagfyr",
    )
    for index, name in enumerate(names.split())
} | {"sept": 9}
_WEEKDAY = r"(?:(?:mon|tues|wednes|thurs|fri|satur|sun)day,?\s+)?"
_DAY = r"(?:the\s+)?\d{1,2}(?:st|nd|rd|th)?"
_FULL = (
    rf"{_WEEKDAY}(?P<{{0}}d>{_DAY})\s+(?:of\s+)?(?P<{{0}}m>{MONTH_NAMES})\.?,?\s+(?P<{{0}}y>(?:19|20)\d\d)"
)
_NUMERIC = re.compile(r"\b(\d{1,2})[/.-](\d{1,2})[/.-]((?:19|20)\d\d)\b")
_ISO = re.compile(r"\b((?:19|20)\d\d)-(\d{2})-(\d{2})\b")
DATE = re.compile(_FULL.replace("{0}", ""), re.IGNORECASE)
MONTH = re.compile(rf"\b(?P<m>{MONTH_NAMES})\.?,?\s+(?P<y>(?:19|20)\d\d)\b", re.IGNORECASE)
_US_DATE = re.compile(
    rf"\b(?P<m>{MONTH_NAMES})\s+(?P<d>\d{{1,2}})(?:st|nd|rd|th)?,\s+(?P<y>(?:19|20)\d\d)\b", re.IGNORECASE
)
_AND = r"\s*(?:to|and|until|[-–—]|and then|through to|,)\s*"
_RANGE = re.compile(
    rf"{_WEEKDAY}(?P<d1>{_DAY})(?:\s+(?:of\s+)?(?P<m1>{MONTH_NAMES}))?(?:,?\s+(?P<y1>(?:19|20)\d\d))?"
    rf"(?:,\s*{_DAY})*{_AND}{_WEEKDAY}(?P<d2>{_DAY})\s+(?:of\s+)?(?P<m2>{MONTH_NAMES})\.?,?\s+(?P<y2>(?:19|20)\d\d)",
    re.IGNORECASE,
)
_FIRST_DAY = re.compile(rf"{_WEEKDAY}(?P<d>{_DAY})(?:\s+(?P<m>{MONTH_NAMES}))?\b", re.IGNORECASE)
_STRONG_LABEL = re.compile(
    r"^[^\w\n]{0,6}(?:dates? of (?:this |the )?(?:inspection visits?|inspection|review|site visit|visit|"
    r"fieldwork|"
    r"on-?site inspection|on-?site (?:visit|assessment))|"
    r"(?:inspection|visit|fieldwork|assessment|on-?site)\s*dates?|inspection\s*date\(s\)|inspected(?: on)?|"
    r"date\(s\) of inspection|inspection took place|dyddiad(?:au)? (?:yr )?arolygiad)\s*[:–-]?\s*(?=[A-Z\d])",
    re.IGNORECASE | re.MULTILINE,
)
# Where lines of a title page have run together, the label stands inside a line.
_LABEL_INSIDE = re.compile(
    r"(?<!last )(?<!previous )\b(?:inspection|visit) dates?(?:\(s\))?\s*:\s*", re.IGNORECASE
)
# Searched in small letters, which is several times as fast as without regard to case.
_WEAK_LABEL = re.compile(
    r"(?:findings of (?:a|the|an|our) [^.]{0,160}?|(?:visit|inspection|fieldwork|review|audit|letter)"
    r"[^.]{0,170}?|"
    r"(?:took place|carried out|completed|undertaken|conducted|inspected)[^.]{0,60}?)"
    r"\b(?:on|from|between|of|over|during)\s+(?=(?:the\s+)?(?:\d|mon|tue|wed|thu|fri))",
)
_EARLIER = re.compile(r"\b(?:last|previous|previously|earlier|next|since|prior)\b", re.IGNORECASE)
_PUBLISHED_LABEL = re.compile(
    r"^[^\w\n]{0,6}(?:(?:report\s+)?(?:published|publication)(?:\s+(?:date|on))?|date (?:of publication|"
    r"published|of report|of issue|issued)|"
    r"(?:final )?report (?:date|issued|published)(?: on)?|issued(?: on)?|date of letter|letter date|"
    r"release date|"
    r"date of final report|final report issued|dyddiad cyhoeddi|this report was published(?: on)?|"
    r"issue date|date)\s*[:–-]?\s*(?=[A-Z\d])",
    re.IGNORECASE | re.MULTILINE,
)
# Where labels and values are two columns, a conversion may print all labels before the first value.
_COLUMN_LABEL = re.compile(r"^[^\w\n]{0,6}(?:report )?published\s*:\s*$", re.IGNORECASE | re.MULTILINE)
_DATE_AT_END = re.compile(DATE.pattern + r"[^\w\n]{0,6}$", re.IGNORECASE)
_LETTER_WORD = re.compile(r"\b(?:letter|report|feedback|version|final|dated|issued)\b", re.IGNORECASE)
_MEETING = re.compile(
    r"\b(?:committee|board|cabinet|panel|council|commission|meeting|executive|partnership)\b", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class Dates:
    """Dates of one inspection, ISO strings, each as exact as printed, None where nothing is printed."""

    inspected_from: str | None = None
    inspected_to: str | None = None
    published: str | None = None


def month_of(name: str) -> int:
    """1 to 12 for a month's name or short form, English or Welsh."""
    # casefold: letters such as the long s match without regard to case, too.
    return _INDEX[name.casefold().rstrip(".")]


def iso_of(text: str) -> str | None:
    """The date a text begins with: YYYY-MM-DD, or YYYY-MM where only a month is printed."""
    text = text.strip()
    if match := DATE.match(text):
        return _iso(match["y"], match["m"], match["d"])
    if match := _US_DATE.match(text):
        return _iso(match["y"], match["m"], match["d"])
    if match := _ISO.match(text):
        return match[0]
    if match := _NUMERIC.match(text):
        day, month = int(match[1]), int(match[2])
        return f"{match[3]}-{month:02d}-{day:02d}" if 1 <= month <= 12 and 1 <= day <= 31 else None
    if match := MONTH.match(text):
        return f"{match['y']}-{month_of(match['m']):02d}"
    return None


def _iso(year: str, month: str, day: str) -> str | None:
    number = int(re.sub(r"\D", "", day))
    return f"{year}-{month_of(month):02d}-{number:02d}" if 1 <= number <= 31 else None


def _range_of(text: str) -> tuple[str | None, str | None] | None:
    """First and last day of a range the text begins with."""
    match = _RANGE.match(text)
    if match is None:
        return None
    last = _iso(match["y2"], match["m2"], match["d2"])
    first = _iso(match["y1"] or match["y2"], match["m1"] or match["m2"], match["d1"])
    if first and last and first > last:
        first = _iso(str(int(match["y2"]) - 1), match["m1"] or match["m2"], match["d1"])
    return first, last


def _period(text: str) -> tuple[str, str] | None:
    """The period printed at the beginning of a text, one day counting as a period of one."""
    text = re.sub(r"^(?:from|between|on|the|week commencing|:)\s+", "", text.strip(), flags=re.IGNORECASE)
    found = _range_of(text)
    if found and found[0] and found[1]:
        return found[0], found[1]
    first = iso_of(text)
    if first is None:
        return _broken_period(text)
    rest = _after_date(text)
    if joined := re.match(rf"(?:{_AND}|\s+)", rest):
        second = iso_of(rest[joined.end() :])
        if second and second >= first:
            return first, second
    return first, first


def _broken_period(text: str) -> tuple[str, str] | None:
    """First and last day of an inspection in stretches ("29 May to 2 June and 12 to 14 June 2024")."""
    start = _FIRST_DAY.match(text)
    dates = list(DATE.finditer(text[:90]))
    if start is None or not dates:
        return None
    end = dates[0]
    last = _iso(end["y"], end["m"], end["d"])
    first = _iso(end["y"], start["m"] or end["m"], start["d"])
    return (first, last) if first and last and first <= last else None


def _after_date(text: str) -> str:
    for form in (DATE, _US_DATE, _ISO, _NUMERIC, MONTH):
        if match := form.match(text):
            return text[match.end() :]
    return ""


def read_dates(front: str, whole: str, is_letter: bool, is_council_paper: bool) -> Dates:
    """Dates of a document. `front` is the beginning with its line breaks, `whole` all its text."""
    period = _inspected(front) or _inspected(whole[:60_000], strong_only=True)
    published = _published(front, whole, is_letter, is_council_paper)
    first, last = period or (None, None)
    return Dates(first, last, published)


def _below(text: str, at: int) -> str:
    """Where a label stands alone on its line, the dates printed in one of the next few short lines."""
    if not re.match(r"[ \t]*(?:\n|$)", text[at:]):
        return ""
    lines = [line.strip() for line in text[at : at + 250].split("\n") if line.strip()][:5]
    dated = [line for line in lines if len(line) < 45 and (_period_at(line) or iso_of(line))]
    return " ".join(dated[:2])


def _period_at(line: str) -> bool:
    return _RANGE.match(line) is not None


def _inspected(text: str, strong_only: bool = False) -> tuple[str, str] | None:
    single: tuple[str, str] | None = None
    for label in (_STRONG_LABEL,) if strong_only else (_STRONG_LABEL, _WEAK_LABEL):
        for match in label.finditer(small_letters(text) if label is _WEAK_LABEL else text):
            line_start = text.rfind("\n", 0, match.start() + 1) + 1
            if _EARLIER.search(text[line_start : match.end()]):
                continue
            near = re.sub(r"\s+", " ", text[match.end() : match.end() + 120])
            found = _period(near) or _period(_below(text, match.start() + len(match[0].rstrip())))
            if found and found[0] == found[1]:
                # A cover may print the first day only, and a later page the whole period.
                single = single or found
            elif found:
                return found if single is None or found[0] == single[0] else single
        if single:
            return single
    if not strong_only:
        for match in _LABEL_INSIDE.finditer(text[:4000]):
            if found := _period(re.sub(r"\s+", " ", text[match.end() : match.end() + 120])):
                return found
        for line in text[:1500].split("\n"):
            first, last = _range_of(line.strip()) or (None, None)
            if first and last and len(line.strip()) < 50:
                return first, last
    return None


def _published(front: str, whole: str, is_letter: bool, is_council_paper: bool) -> str | None:
    if not is_council_paper:
        for match in _PUBLISHED_LABEL.finditer(front):
            if found := iso_of(re.sub(r"\s+", " ", text_after(front, match.end()))):
                return found
        for match in _PUBLISHED_LABEL.finditer(whole[-6000:]):
            if match[0].strip().lower().startswith("date"):
                continue
            if found := iso_of(re.sub(r"\s+", " ", text_after(whole[-6000:], match.end()))):
                return found
        for match in _COLUMN_LABEL.finditer(front[:3000]):
            near = re.sub(r"\s+", " ", front[match.end() : match.end() + 60])
            if (date := DATE.search(near)) and date.start() < 25:
                return iso_of(date[0])
    lines = [line.strip() for line in front.split("\n") if line.strip()]
    if is_letter or is_council_paper:
        for line in lines[:60]:
            if is_letter and line.lower().startswith("dear"):
                break
            bare = re.sub(r"^(?:date|dated)\s*:\s*", "", line, flags=re.IGNORECASE)
            found = iso_of(re.sub(rf"^{_WEEKDAY}", "", bare, flags=re.IGNORECASE))
            if found and len(_after_date(bare)) < 4 and len(bare) < 45:
                return found
            last = _DATE_AT_END.search(line) if len(line) < 70 else None
            if last and _LETTER_WORD.search(line):
                return iso_of(last[0])
            meeting = DATE.search(line) if is_council_paper and len(line) < 160 else None
            if meeting and _MEETING.search(line):
                return iso_of(meeting[0])
    if is_council_paper:
        for match in _PUBLISHED_LABEL.finditer(front):
            if found := iso_of(text_after(front, match.end())):
                return found
    return None


def text_after(text: str, at: int) -> str:
    """Enough text after a label to hold a date."""
    return text[at : at + 60]
