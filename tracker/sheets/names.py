"""The names in a cell that says who: one or several people, posts or bodies, in the ways people list them."""

from __future__ import annotations

import re
from dataclasses import dataclass

LONGEST_NAME = 200
MOST_NAMES = 12
_EMAIL = re.compile(r"[\w.+'-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,6}")
_POST = re.compile(
    r"\b(?:heads?|managers?|director(?:ate)?|leads?|officers?|services?|teams?|board|chair|principal|worker|partner\w*|"
    r"police|health|council|groups?|committee|business|assistant|deput\w+|strategic|commission\w*|coordinator|"
    r"practitioners?|trust|school\w*|nhs|icb|dcs|ad|hos|sm|iro|all|area|unit|executive|chief|support|advis\w+|"
    r"panel|leaders?|analyst|consultant|network|university|hub|virtual)\b",
    re.IGNORECASE,
)
_NOBODY = re.compile(
    r"(?i)(?:tb[cda]|to be (?:confirmed|agreed|decided|determined|assigned|appointed|identified)|n/?a|none|"
    r"-+|\?+|vacant|vacancy|not (?:assigned|known|yet assigned)|unassigned|i'w gadarnhau)\.?"
)
# What says which part somebody has: "Lead: Ann Bell / Support: Jo Marsh".
_FIRST_PART = r"(?:lead|overall lead|operational lead|lead officer|owner|responsible|main|primary)"
_OTHER_PART = (
    r"(?:support(?:ed by|ing)?|with|contribut(?:or|ors|ing)|partners?|deputy|also|secondary|assisted by)"
)
_PART = re.compile(rf"(?i)^(?:(?P<first>{_FIRST_PART})|{_OTHER_PART})\s*(?::|[-–—]\s)\s*")
_LISTED = re.compile(r"^\(?\d{1,2}[.)]\s+")
_TITLES = re.compile(r"(?i)^(?:mr|mrs|ms|miss|mx|dr|prof(?:essor)?|cllr|councillor|sir|dame)\.? +")


@dataclass(frozen=True)
class Named:
    """One name as written, and what may be the name of the person in it, the likeliest first."""

    words: str
    candidates: tuple[str, ...]
    email: str = ""


def names_in(text: str) -> list[Named]:
    """Return who is named, in the order written, each once; empty for nobody and "to be confirmed".

    Where the words say who leads and who supports, who leads comes first.
    """
    found: dict[str, Named] = {}
    for _, part in sorted(_parts(text[:2000]), key=lambda each: each[0]):
        named = _named(part)
        if named is not None:
            found.setdefault(even_name(named.words), named)
    return list(found.values())[:MOST_NAMES]


def _rank(part: str) -> int:
    match = _PART.match(part)
    return 1 if match is None else 0 if match["first"] else 2


def even_name(name: str) -> str:
    """Return a name as it is compared: no titles, no punctuation, lower case, one space."""
    bare = _TITLES.sub("", " ".join(name.split()))
    return " ".join(re.sub(r"[^\w@' -]+", " ", bare.replace("’", "'")).casefold().split())


def _parts(text: str) -> list[tuple[int, str]]:
    """Return the names with their rank: 0 for who leads, 1 where nothing is said, 2 for who supports."""
    parts: list[tuple[int, str]] = []
    for line in re.split(r"[\n;|•]+|\s/\s|\s\+\s", text):
        bare = _LISTED.sub("", line.strip())
        rank = _rank(bare)
        parts += [(rank, each) for part in _by_comma(bare) for each in _by_and(part)]
    return parts


def _by_and(part: str) -> list[str]:
    """Part "Ann Bell and Jo Marsh" or "A Bell/J Marsh", but not "Head of Fostering and Adoption"."""
    pieces = [piece for piece in re.split(r"\s+(?:and|&|a|with)\s+|\s*&\s*|/", part) if piece.strip()]
    return pieces if len(pieces) > 1 and all(_is_person(piece) for piece in pieces) else [part]


def _by_comma(line: str) -> list[str]:
    """Part a list at its commas; "Bell, Ann" is one name, and a post behind a name belongs to it."""
    pieces = [piece.strip() for piece in line.split(",") if piece.strip()]
    if len(pieces) == 2 and all(len(piece.split()) == 1 for piece in pieces) and not _POST.search(line):
        return [line]
    found: list[str] = []
    for piece in pieces:
        if found and _POST.search(piece) and _is_person(found[-1]):
            found[-1] = f"{found[-1]}, {piece}"
        else:
            found.append(piece)
    return found


def _is_person(words: str) -> bool:
    """Return whether the words look like the name of a person and not like a post or a body."""
    parts = words.split()
    return (
        1 < len(parts) <= 4
        and not _POST.search(words)
        and all(part[0].isupper() and not (part.isupper() and len(part) > 2) for part in parts)
    )


def _named(part: str) -> Named | None:
    whole = " ".join(part.split()).strip(" ,.:-–*")[:LONGEST_NAME]
    words = _PART.sub("", whole)
    if not words or _NOBODY.fullmatch(words) or not re.search(r"\w", words):
        return None
    match = _EMAIL.search(words)
    email = match[0].casefold() if match else ""
    bare = " ".join(
        _EMAIL.sub(" ", words).replace("<", " ").replace(">", " ").replace("()", " ").split()
    ).strip(" ,-–")
    inside = re.findall(r"[(\[]([^()\[\]]{1,100})[)\]]", bare)
    outside = re.sub(r"[(\[][^()\[\]]{0,100}[)\]]", " ", bare)
    first = re.split(r"\s[-–—:]\s|,|:\s", outside)
    # A post may really be called "Lead - Virtual School": as written comes first.
    candidates = [whole, bare, outside, *first, *inside]
    if bare.count(",") == 1:
        surname, _, given = bare.partition(",")
        candidates.append(f"{given} {surname}")
    even = dict.fromkeys(filter(None, (even_name(each) for each in candidates)))
    return Named(words, tuple(even), email)
