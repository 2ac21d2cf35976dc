"""Who was inspected."""

from __future__ import annotations

import re

from tracker.intake.frameworks import Framework

_COUNCIL = re.compile(
    r"\b(?P<name>(?:(?:City|County|Borough|Council|London Borough|Royal Borough|Metropolitan Borough) of "
    r"(?:[A-Z][\w’'-]+(?: (?:and|upon|on|of|the|with|[A-Z][\w’'-]+))*)(?: Council)?"
    r"|[A-Z][\w’'-]+(?:,? (?:and|upon|on|of|the|with|in|&|[A-Z][\w’'-]+))*? "
    r"(?:(?:Metropolitan |London |Royal )?(?:Borough|County|City|District)(?: of [A-Z]\w+)? Council|Council|"
    r"County Borough Council|Children[’']s Trust)))\b"
)
_LABEL = re.compile(
    r"^[^\w\n]{0,6}(?:registered )?(?:provider|registered provider|registered provider name|provider name|"
    r"registered person|"
    r"name of (?:local authority|provider|service)|local authority|organisation|council|school name|force|"
    r"name of school)\s*:\s*(?P<name>(?-i:[A-ZÀ-Þ])[^\n]{2,89})",
    re.IGNORECASE | re.MULTILINE,
)
# Older reports print label and name side by side, with nothing between them.
_UNMARKED_LABEL = re.compile(r"Registered (?:person|provider)\s+(?P<name>[A-Z].{3,80})$")
_OVERALL = re.compile(
    r"[Cc]hildren[’']s services in (?P<name>[A-Z][\w’' &-]{2,50}?) (?:are|is|requires?|have)\b"
)
_LAST_WORDS = re.compile(
    r"(?:(?:Metropolitan )?(?:Borough |County |City |District )?Council|(?:NHS )?(?:Foundation )?Trust|"
    r"(?:(?:Primary|Infant|Junior|High|Secondary|Nursery|Special) )?(?:School|Academy|College)|Constabulary)"
)
_PARTNERSHIP = re.compile(
    r"(?P<name>[A-Z][\w’'-]+(?:,? (?:and|upon|on|of|the|&|[A-Z][\w’'-]+))* "
    r"(?:Partnership|Safeguarding (?:Children )?Board|Fire and Rescue Service|Police|Constabulary))"
)
_SERVICES_IN = re.compile(
    r"(?i:inspection|review) of .{3,80}? (?:services?|arrangements|team|work|provision|safeguarding) in "
    r"(?P<name>[A-Z][\w’'-]+(?: (?:and|upon|on|of|the|[A-Z][\w’'-]+))*)$"
)
_COMPANY = re.compile(
    r"[A-Z][\w’'.,&() -]{2,70} "
    r"(?:Limited|Ltd\.?|LLP|plc|PLC|CIC|C\.I\.C\.|(?:NHS )?(?:Foundation )?Trust)"
)
_PLACE = re.compile(r"[A-Z][\w’'-]+(?:,? (?:and|upon|on|of|the|with|in|&|[A-Z][\w’'-]+)){0,6}")
_NO_PLACE = re.compile(r"inspect|services|report|age group|protection", re.IGNORECASE)
_NOT_NAMES = re.compile(
    r"^(?:Ofsted|The|Dear|Report|Inspection|Director|Children|This|Her Majesty|His Majesty|Published|"
    r"Age group|"
    r"Local Safeguarding|Care Quality|Safeguarding Children)\b"
)


def read_provider(framework: Framework, front: str, title_lines: list[str]) -> str | None:
    """The name of the inspected council, provider, school or force, as printed; None where none is."""
    evened = re.sub(r"[ \t]+", " ", front)
    title_lines = _unwrapped(title_lines)
    council = framework.kind not in (
        "childrens_home",
        "fostering_agency",
        "school_inspection",
        "cqc",
        "hmicfrs",
    )
    if match := _LABEL.search(evened):
        return _tidy(match["name"])
    for pattern in framework.provider:
        # A pattern that ends with the line needs titles whole, as they are before they wrap.
        lines = "\n".join([*title_lines, evened])
        flat = lines if "\\n" in pattern.pattern else re.sub(r"\s+", " ", evened)
        for match in pattern.finditer(flat):
            if name := _tidy(match["name"]):
                return _fuller(name, evened) if council else name
    for line in title_lines[:12]:
        if council and (match := _COUNCIL.fullmatch(line.strip())):
            return _tidy(match["name"])
    if framework.place_below_title and (place := _after_title(title_lines)):
        return place
    for line in title_lines[:12] if framework.kind == "unknown" else ():
        if match := _PARTNERSHIP.fullmatch(line.strip()) or _SERVICES_IN.search(line):
            return _fuller(_tidy(match["name"]) or "", evened) or None
    if match := _OVERALL.search(evened):
        return _fuller(_tidy(match["name"]) or "", evened) or None
    if council:
        for match in _COUNCIL.finditer(evened):
            if not _NOT_NAMES.match(match["name"]):
                return _tidy(match["name"])
    elif framework.kind != "hmicfrs":
        return _first_name(title_lines)
    return None


def _unwrapped(title_lines: list[str]) -> list[str]:
    """The lines with the last words of a long name, wrapped to a line of their own, back with it."""
    made: list[str] = []
    for line in title_lines:
        if made and _LAST_WORDS.fullmatch(line.strip()) and re.fullmatch(r"[A-Z][^:.]{5,80}", made[-1]):
            made[-1] = f"{made[-1]} {line.strip()}"
        else:
            made.append(line)
    return made


def _after_title(title_lines: list[str]) -> str | None:
    """Older reports print the place on the line before or after the title."""
    for index, line in enumerate(title_lines[:10]):
        if re.match(r"(?i)inspection of|joint area review|progress inspection", line):
            for other in title_lines[index + 1 : index + 4]:
                if _PLACE.fullmatch(other) and not _NO_PLACE.match(other):
                    return other
            break
    return None


def _first_name(title_lines: list[str]) -> str | None:
    for line in title_lines[:25]:
        if match := _UNMARKED_LABEL.match(line):
            return _tidy(match["name"])
        if _COMPANY.fullmatch(line):
            return line
    for line in title_lines[:8]:
        if re.search(r"(?i)inspection|report|ofsted|care quality|\d|rating|page|estyn", line):
            continue
        if re.fullmatch(r"[A-Z][\w’'.,&() -]{3,80}", line):
            return line
    return None


def _fuller(name: str, text: str) -> str:
    """The council's full name where the text prints it too ("Leeds" → "Leeds City Council")."""
    if not name or re.search(r"Council|Borough|Trust|Police|Partnership", name):
        return name
    escaped = re.escape(name)
    match = re.search(
        rf"\b{escaped} (?:[A-Z]\w+ )?(?:[A-Z]\w+ )?Council\b|\b(?:London |Royal )?Borough of {escaped}\b",
        text,
    )
    return match[0] if match else name


def _tidy(name: str) -> str | None:
    name = re.sub(r"\s+", " ", name).strip(" .,:;–-|")
    name = re.sub(
        r"(?:[’']s?)?\s+(?:local authority )?(?:children[’']?s services|local authority)$", "", name
    )
    name = re.sub(r"^(?:the|a)\s+", "", name)
    name = re.sub(r"(?<=[A-Za-z])[’']s$", "", name)
    name = re.sub(r"\s+\d$", "", name)
    return name if 2 < len(name) <= 90 and name[0].isupper() and not _NOT_NAMES.match(name) else None
