"""What stands before a list item: bullets, numbers, letters, "R1", "Recommendation 3:"."""

from __future__ import annotations

import re
from dataclasses import dataclass

_BULLETS = "•◼▪●■□◾▫‣∙·➢➤►▶✓✔❖◆♦○◦\uf0b7\uf0a7\uf0d8\uf0fc\uf076\uf0a8\uf06e\uf071\uf02d"
_BULLET = re.compile(rf"^(?P<mark>[{_BULLETS}]|[*§¡](?=\s)|[-–—o](?=\s))\s*")
_LABEL = re.compile(
    r"^(?P<word>recommendation|area for improvement|cause of concern|requirement|priority action|"
    r"area for priority action|key action|action|rec|afi)\s*(?:no\.?|number)?\s*"
    r"(?P<number>\d{1,3}(?:\.\d{1,2})*[a-z]?)\s*(?:[.:)–—-]+\s*|\s+(?=[A-Z(])|$)",
    re.IGNORECASE,
)
# Estyn numbers its asks R1, R2 …; in Welsh (argymhelliad) A1, A2 …
_R = re.compile(
    r"^(?P<number>[RA]\s?\d{1,3})\s*[.:)–—-]*\s+(?=[A-ZÀ-Þ])|^(?P<alone>R\d{1,3})\s*[.:)]?$"
    r"|^(?P<before>R\d{1,2})\s*[.:)–—-]*\s+(?=[a-z])"
)
_DECIMAL = re.compile(r"^(?P<number>\d{1,3}(?:\.\d{1,3})+)[.)]?(?:\s+(?=[A-Z‘“'\"(])|$)")
_NUMBER = re.compile(r"^(?P<number>\d{1,3})(?:[.)](?:\s+|(?=[A-Z])|$))")
_BRACKET = re.compile(r"^\((?P<number>\d{1,2})\)\s+")
_LETTER = re.compile(r"^(?:\((?P<letter>[a-z]{1,4}|[A-H])\)|(?P<plain>[a-z])[.)])(?:\s+|$)")


_REFERENCE = re.compile(
    r"[(\[]\s*(?:[‘'“\"]|Regulation|Reg\b|NMS|National Minimum|Guide|page \d|paragraphs? \d)"
)


@dataclass(frozen=True, slots=True)
class Marker:
    """A list marker: its family, its number as printed (None for bullets) and its printed length."""

    family: str
    number: str | None
    length: int
    glyph: str = ""


def marker_of(text: str) -> Marker | None:
    """The marker a line begins with, if any. Families: bullet, label, r, decimal, number, letter."""
    if match := _BULLET.match(text):
        return Marker("bullet", None, match.end(), match["mark"])
    if match := _LABEL.match(text):
        return Marker("label", match["number"], match.end(), match["word"].lower())
    if match := _R.match(text):
        number = match["number"] or match["alone"] or match["before"]
        return Marker("r", number.replace(" ", ""), match.end())
    if match := _DECIMAL.match(text):
        return Marker("decimal", match["number"], match.end())
    if match := _NUMBER.match(text):
        return Marker("number", match["number"], match.end())
    if match := _BRACKET.match(text):
        return Marker("letter", match["number"], match.end(), "(1)")
    if match := _LETTER.match(text):
        letter = match["letter"] or match["plain"]
        if len(letter) == 1 or re.fullmatch(r"[ivx]+", letter):
            return Marker("letter", letter, match.end(), "a")
    return None


def is_reference(text: str) -> bool:
    """True for words that only say where what stands above comes from ("(Regulation 12 (1)(a))")."""
    return bool(_REFERENCE.match(text))
