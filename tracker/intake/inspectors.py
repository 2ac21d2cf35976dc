"""Who inspected: lead, deputy, team, shadow and additional inspectors; no analysts, no quality assurance."""

from __future__ import annotations

import re
from itertools import pairwise

_NAME = (
    r"(?:(?:Dr|Mr|Mrs|Ms|Miss|Sir|Dame|Professor)\.? )?[A-ZÀ-Þ][\w’'.-]*"
    r"(?: (?:de|van|der|von|le|la|ap|ab|ferch|(?!(?:HMI|HMIs|OI|SHMI|AI|RI|CQC|Ofsted|Lead)\b)"
    r"[A-ZÀ-Þ][\w’'.-]*)){1,3}"
)
_RANKS = re.compile(
    r"\b(?:Ofsted |CQC |HMICFRS |HMIP |Senior |Regulatory |Registered |Lay |Peer |Reporting )*"
    r"(?:HMIs?|SHMI|OI|AI|RI|(?:Her|His) Majesty[’']s? ?(?:Senior )?Inspectors?(?: of [A-Z][\w ,&]+)?|"
    r"(?:Social Care|Ofsted|Additional|Regulatory|Lead|"
    r"Team|CQC|Care Quality Commission|Education|School|Shadow|Peer|Associate|Contracted)? ?(?:[Ll]ead )?"
    r"(?:[Ii]nspection [Mm]anager|[Ii]nspectors?(?: of [A-Z]\w+)?))\b"
)
_ROLE = (
    r"(?:lead|deputy lead|deputy|team|shadow|additional|reporting|assistant|assistant lead|associate|"
    r"supporting|second|lay|peer|social care|regulatory|education|schools?|further|ofsted|cqc|hmicfrs|"
    r"hmip|hmi|other|contracted)"
)
_LABEL = re.compile(
    rf"(?:^|\n)[^\w\n]{{0,6}}(?i:(?P<role>(?:{_ROLE}[ -]){{0,3}}inspectors?(?:\(s\))?|lead hmi|deputy lead))"
    r"\s*(?:[:–|-]\s*|\s+(?=[A-Z]))"
    r"(?P<names>[^\n]*(?:\n(?![^\n]{0,60}:)[^\n]*(?:HMI|OI|SHMI|Inspector)[^\n]*)*)"
)
# "… HMI Lead" above "Inspector": the rest of a title, no label.
_WRAPPED = re.compile(r"(?:HMI|Lead|CQC|Ofsted|Senior|Services)\s*$")
_STOP = re.compile(r"(?i)data analyst|quality assurance|senior analyst|analyst|business support|complaint")
_SENTENCE = re.compile(
    r"(?:inspectors|Inspectors|inspector|Inspector|inspection\steam|HMI)"
    r"(?:\sfor\sthis\s(?:visit|inspection))?"
    r"\s(?:were|was|are|comprised|consisted\sof)(?:\sof)?:?\s(?P<names>[A-Z][\s\S]{5,400}?)(?:\.(?=\s|$)|\n\n)"
)
_BY = re.compile(
    r"(?:carried\sout|undertaken|conducted|led|completed|visit|inspection)\b[^.]{0,60}?\bby\s"
    r"(?P<names>(?:(?:two|three|four|the|lead)\s)?(?:of\s)?(?:(?:Her|His)\sMajesty[’']s\sInspectors?,?\s)?"
    r"[A-Z][\s\S]{5,300}?)\.(?=\s|$)"
)
_TEAM_HEADING = re.compile(
    r"(?im)^[^\w\n]{0,6}(?:the )?(?:inspection team|inspectors?|our inspection team|inspection team members|"
    r"team inspectors|tîm arolygu)[^\w\n]{0,6}$"
)
_SIGNS = re.compile(
    r"(?:HMI|Ofsted|CQC|(?:Her|His) Majesty[’']s|Lead|Children[’']s Services)\b"
    r"(?:(?!Director|Chief).){0,30}"
    r"(?:Inspector|HMI)\b|HMI\b",
    re.IGNORECASE,
)
_TEAM_LINE = re.compile(
    rf"^[^\w\n]{{0,6}}(?P<name>{_NAME})\s*(?:,|\s[-–—]\s|\(|\s{{2,}}|\s(?=HMI|OI|SHMI|Ofsted|CQC|Her|His|Lead|Team|Additional|Seconded))\s*(?P<role>.*)$"
)


def read_inspectors(text: str, rejoined: str) -> tuple[str, ...]:
    """Names of the inspectors, without ranks, in the order printed, each once.

    `text` has the lines as printed, for lists of names; `rejoined` has whole sentences.
    """
    text = re.sub(r",\s*\n+\s*", ", ", text)
    # A list of names may be broken by a page, a paragraph may run labels together: the longer one counts.
    found = max(_labelled(text), _labelled(rejoined), key=len)
    if not found:
        for form in (_SENTENCE, _BY):
            for match in form.finditer(rejoined):
                if form is _BY and not _RANKS.search(match["names"]):
                    continue
                found += _names(match["names"])
            if found:
                break
    found += _team(text)
    if not found:
        found = _signed(text)
    unique: dict[str, str] = {}
    for name in found:
        unique.setdefault(re.sub(r"\W", "", name.lower()), name)
    return tuple(unique.values())


def _signed(text: str) -> list[str]:
    """Who signed a letter as its inspector, where it names nobody else; directors sign beside them."""
    begin = re.search(r"\nYours (?:sincerely|faithfully)", text)
    if begin is None:
        return []
    lines = [
        part.strip() for part in re.split(r"[\n|]", text[begin.end() : begin.end() + 1500]) if part.strip()
    ]
    names = []
    for line, following in pairwise([*lines, ""]):
        name = re.match(rf"{_NAME}", line)
        if name is None or _not_a_name(name[0]):
            continue
        rest = line[name.end() :].strip(" ,–-") or following
        if _SIGNS.match(rest):
            names.append(name[0])
    return names


def _labelled(text: str) -> list[str]:
    """Names after "Lead inspector:", "Team inspectors:" and the like."""
    names: list[str] = []
    for match in _LABEL.finditer(text):
        bare = re.fullmatch(r"(?i)\W*inspector\W*", text[match.start() : match.start("names")])
        if bare and ":" not in bare[0] and _WRAPPED.search(text[: match.start()]):
            continue
        names += _names(_STOP.split(match["names"])[0])
    return names


def _names(text: str) -> list[str]:
    """Names in "A B HMI, C D OI and E F, Her Majesty's Inspector"."""
    text = re.sub(r"\s+", " ", text)
    text = _RANKS.sub(" , ", text)
    names = []
    for part in re.split(r"\s*(?:,|;|/|\band\b|&|\(|\)|\s[-–—]\s|\|)\s*", text):
        part = part.strip(" .:;,")
        if re.fullmatch(_NAME, part) and not _not_a_name(part):
            names.append(part)
    return names


def _not_a_name(text: str) -> bool:
    return bool(
        re.search(
            r"\b(?:Ofsted|Care|Quality|Commission|Majesty|Inspect\w*|Services?|Council|Children|Team|Area|Local|"
            r"Authority|Office|Education|Inspection|Report|Framework|Act|School|Constabulary|Fire|Rescue|Government|Director|Chief|Officer|"
            r"Street|Road|Gate|House|Lane|Avenue|Square|Building|Manchester|London|Integrated|Board|Partnership|"
            r"Registered|Manager|Provider|Unique|Regional|Senior|Social|Crown|Department|Regulatory|University|Trust)\b",
            text,
        )
    )


def _team(text: str) -> list[str]:
    """Names listed under a heading such as "Inspection team", one or more to a line with their rank."""
    names: list[str] = []
    for heading in _TEAM_HEADING.finditer(text):
        misses = 0
        for line in text[heading.end() : heading.end() + 2500].split("\n"):
            line = line.strip()
            if not line or _STOP.search(line):
                continue
            if len(line) > 160 or (misses and line.endswith(".")):
                break
            got = _team_line(line)
            names += got
            misses = 0 if got or _RANKS.search(line) else misses + 1
            if misses > 4:
                break
    return names


def _team_line(line: str) -> list[str]:
    """Names in one line of a team: with a rank after the name, in columns, or alone."""
    got = []
    for piece in re.split(r"\s*[|\t]\s*|\s{3,}", line):
        piece = piece.strip(" •-–")
        if re.fullmatch(_NAME, piece):
            if not _not_a_name(piece):
                got.append(piece)
            continue
        match = _TEAM_LINE.match(piece)
        if not match or not re.search(r"(?i)inspector|\bhmi\b|\boi\b|\blead\b|\bcqc\b|ofsted", match["role"]):
            continue
        if not _not_a_name(match["name"]):
            got.append(match["name"])
        # Two columns may have run together on one line: "A B, Ofsted HMI C D, CQC inspector".
        for other in _RANKS.sub("\n", match["role"]).split("\n")[1:]:
            again = re.match(rf"\s*(?P<name>{_NAME})\s*,", other)
            if again and not _not_a_name(again["name"]):
                got.append(again["name"])
    return got
