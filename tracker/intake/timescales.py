"""Timescales as printed: above a list, before an ask, or in brackets after it."""

from __future__ import annotations

import re

from tracker.intake.dates import DATE, MONTH, iso_of

_COUNT = (
    r"(?:\d{1,3}|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|fifteen|eighteen|"
    r"twenty[- ]?four|"
    r"a|the next \w+|the first \w+)"
)
_SPAN = (
    rf"(?:within|in|after|over)\s+(?:the next\s+)?{_COUNT}\s*(?:calendar |working |school )?(?:months?|"
    rf"weeks?|days?|years?|terms?)"
    r"(?:\s+(?:of|from)\s+(?:the\s+)?(?:publication|date|receipt|receiving|inspection|this)[^.;:,]{0,60})?"
)
_NOW = r"immediate(?:ly)?(?: action)?|with immediate effect|as a matter of urgency|straight ?away|forthwith"
_DATE_WORDS = (
    r"(?:(?:the )?end (?:of )?|early |mid-?|late )?(?:(?:spring|summer|autumn|winter)(?: term)?|"
    r"(?:january|february|march|april|may|june|july|august|september|october|november|december)),?\s+(?:19|20)\d\d"
)
_BY = (
    rf"(?:by|before|no later than|due(?: by)?|to be completed by)\s*:?\s*(?:(?:\d{{1,2}}(?:st|nd|rd|"
    rf"th)?\s+(?:of\s+)?)?{_DATE_WORDS}"
    r"|\d{1,2}[/.-]\d{1,2}[/.-]\d{4})"
)
_ABOVE = re.compile(
    rf"^\W*(?:for )?(?:actions?(?: (?:to be taken|required|needed))?[ "
    rf":,–-]+)?(?P<when>{_NOW}|{_SPAN}|{_BY}|ongoing)\b[^.;]{{0,70}}?[:.]?\s*$",
    re.IGNORECASE,
)
_BEFORE = re.compile(rf"^(?P<when>(?:{_NOW}|{_SPAN}|{_BY}))\s*[,:]\s+", re.IGNORECASE)
_BRACKETS = re.compile(
    rf"[(\[](?:timescales?:?\s*|target date:?\s*|due date:?\s*|"
    rf"deadline:?\s*)?(?P<when>{_NOW}|{_SPAN}|{_BY}|{_DATE_WORDS}|"
    r"\d{1,2}(?:st|nd|rd|th)? \w+ \d{4})[)\]]\s*\.?\s*$",
    re.IGNORECASE,
)
_LABELLED = re.compile(
    r"(?:^|[.;|]\s*|\s[–-]\s*|\s)(?:timescales?|target date|due date|deadline|completion date|by when|"
    r"implementation date|date for completion)"
    r"\s*[:–-]\s*(?P<when>[^.;|]{3,60})[.;|]?\s*$",
    re.IGNORECASE,
)
_LEAD = re.compile(r"\b(?:should|must|recommends?|needs? to|following)\b", re.IGNORECASE)
_IN_LEAD = re.compile(rf"\b(?P<when>{_NOW}|{_SPAN}|{_BY})\b", re.IGNORECASE)
_DATE_WORD = re.compile(r"\b(?:by|before|end|of|the|due|from|until|mid|week|commencing)\b", re.IGNORECASE)
_AT_END = re.compile(rf"[ ,](?P<when>{_BY})\s*\.?\s*$", re.IGNORECASE)


def timescale_above(text: str) -> str | None:
    """The timescale if a line is nothing but one, as stands above a list ("Within three months:")."""
    if len(text) > 110:
        return None
    match = _ABOVE.match(text.strip())
    if match is None:
        return None
    rest = text.strip()[match.end("when") :]
    if re.search(r"\b(?:should|must|will|is|are|was|were|have|has)\b", rest) and not rest.rstrip().endswith(
        ":"
    ):
        return None
    return _tidy(match["when"])


def timescale_in_lead(text: str) -> str | None:
    """The timescale in a sentence that leads in to a list ("We recommend that, within three months, …:")."""
    if len(text) > 250 or not text.rstrip().endswith(":") or not _LEAD.search(text):
        return None
    match = _IN_LEAD.search(text)
    return _tidy(match["when"]) if match else None


def split_timescale(text: str) -> tuple[str, str | None]:
    """An ask's text and the timescale printed with it. A label with its date is cut off; words of a
    sentence ("By 31 March 2027, …") stay in the text, which is verbatim."""
    if match := _LABELLED.search(text):
        when = match["when"].strip()
        if timescale_cell(when):
            return text[: match.start()].rstrip(" ;|–-") + ("." if text[match.start()] == "." else ""), _tidy(
                when
            )
    if match := _BRACKETS.search(text):
        return text, _tidy(re.sub(r"^(?:by|before)\s+", "", match["when"], flags=re.IGNORECASE))
    if match := _BEFORE.match(text):
        return text, _tidy(match["when"])
    if match := _AT_END.search(text):
        return text, _tidy(match["when"])
    return text, None


def timescale_cell(text: str) -> str | None:
    """The timescale in a table cell that should hold one; None for an empty or other cell."""
    text = re.sub(r"\s+(?:red|amber|green|blue|complete|open|closed)$", "", text.strip(), flags=re.IGNORECASE)
    if not text or len(text) > 80:
        return None
    date = DATE.search(text)
    if date and re.search(
        r"[a-z]{3}", _DATE_WORD.sub("", text[: date.start()] + text[date.end() :]), re.IGNORECASE
    ):
        # "Head of Service, 31 March 2025": the person stands in the same cell.
        return _tidy(date[0])
    if iso_of(text) or DATE.search(text) or MONTH.search(text) or timescale_above(text):
        return _tidy(text)
    if re.search(
        rf"(?i)^(?:{_NOW}|{_SPAN}|ongoing|complete(?:d)?|{_DATE_WORDS}|q[1-4]\b.*|\d+ (?:months?|"
        rf"weeks?|days?))$",
        text,
    ):
        return _tidy(text)
    return None


def _tidy(when: str) -> str:
    when = re.sub(r"\s+", " ", when).strip(" .,:;")
    return when[:1].upper() + when[1:]
