"""Grades of the current inspection, area by area."""

from __future__ import annotations

import re
from itertools import pairwise

from tracker.intake.document_text import Structure
from tracker.intake.frameworks import Area, Framework
from tracker.intake.grade_patterns import grade_patterns, loose
from tracker.intake.model import Judgement
from tracker.intake.phrases import even, small_letters

_STOP = re.compile(
    r"^(?:contents|executive summary|previous ofsted inspections?|previous inspections?|recent "
    r"inspection history|"
    r"information about this local authority area|previous inspection history|"
    r"the inspection judgements and what they mean|inspection history|grade definitions|assurance "
    r"definitions|"
    r"definitions.*|what the inspection judgements mean|key to .*)"
)
# Lines about the last inspection; what follows them is this one's again.
_EARLIER = re.compile(
    r"(?:date|overall (?:judgement|effectiveness)|grade) (?:of|at) (?:the )?(?:last|previous) inspection"
    r"|previous inspection(?: grade)?(?!s| history)\b"
)
_BETWEEN = re.compile(r"taking into account|\b\d(?:\.\d)?\b", re.IGNORECASE)
_FRONT = 9000
_FEWEST_IN_COLUMNS = 3


def read_judgements(framework: Framework, structure: Structure) -> tuple[Judgement, ...]:
    """Judgements of this inspection. Earlier grades and definitions of grades are left alone."""
    if not framework.areas:
        return ()
    record = _record(framework, structure)
    if record:
        return tuple(record)
    front = _front(structure)
    if grid := _in_grid(framework, structure):
        return tuple(grid)
    columns = _in_columns(framework, structure)
    found = _below_grades(framework, front) if framework.grades_first and not columns else []
    found = found or _with_columns(_in_text(framework, front), columns)
    if framework.overall and not any(j.area == "Overall effectiveness" for j in found):
        overall = _overall_sentence(framework, front)
        found = ([overall] if overall else []) + found
    named = {_bare(judgement.area) for judgement in found}
    for each in _in_headings(framework, structure):
        # The last words of a wrapped heading may be the name of another area.
        if not any(name.endswith(_bare(each.area)) for name in named):
            found.append(each)
    return tuple(found)


def _bare(area: str) -> str:
    return re.sub(r"^(?:the|overall) ", "", area.lower())


def _front(structure: Structure, with_earlier: bool = False) -> str:
    """The beginning of a document up to where earlier inspections or explanations begin.

    A line about an earlier inspection on its own is left out, unless asked for.
    """
    lines: list[str] = []
    length = 0
    for block in structure.blocks:
        text = (
            " | ".join(block.cells)
            if block.cells
            else (f"{block.number} " if block.number else "") + block.text
        )
        earlier = _EARLIER.match(even(text))
        if earlier and not with_earlier:
            continue
        if not earlier and _STOP.match(even(text)) and lines and not (block.kind == "row" and length < 200):
            break
        lines.append(text)
        length += len(text)
        if length > _FRONT:
            break
    return "\n".join(lines)


def _in_text(framework: Framework, text: str, whole: bool = True) -> list[Judgement]:
    """Every known area that is followed by a grade, once each, in the order printed.

    `whole` is false for a single line, in which no grade can have come between the words of an area.
    """
    flat = re.sub(r"[‘’]", "'", re.sub(r"[\s|]+", " ", text))
    if not grade_patterns(framework.kind).grade.search(small_letters(flat)):
        return []
    flat = re.sub(r"(?i)previous inspection: \w+(?: improvement)?(?: \d)?\b|this inspection:", "", flat)
    flat = re.sub(r"\s+", " ", flat)
    if whole:
        flat = _untangled(framework, flat)
    taken: list[tuple[int, int]] = []
    found: dict[str, tuple[int, Judgement]] = {}
    small = flat.lower()
    for search in grade_patterns(framework.kind).searches:
        area = search.area
        for match in search.pattern.finditer(flat) if search.is_in(small) else ():
            if any(match.start() < end and match.end() > start for start, end in taken):
                continue
            if _is_running_text(flat, match):
                continue
            # Later mentions are taken too, so that no shorter name is found inside them.
            taken.append((match.start(), match.end()))
            judgement = Judgement(_name(area, match["area"]), _cased(framework, match["grade"]))
            found.setdefault(area.name, (match.start(), judgement))
    return [judgement for _, judgement in sorted(found.values(), key=lambda each: each[0])]


def _in_columns(framework: Framework, structure: Structure) -> list[Judgement]:
    """Areas and grades that a conversion prints as two columns, several areas before their grades.

    They count where nothing else stands between them and there are as many of the one as of the other.
    """
    text = re.sub(r"[\s|]+", " ", _front(structure, with_earlier=True))
    flat = _untangled(framework, re.sub(r"[‘’]", "'", text))
    small = flat.lower()
    if sum(search.is_in(small) for search in grade_patterns(framework.kind).searches) < _FEWEST_IN_COLUMNS:
        return []
    areas = {even(form): area for area in framework.areas for form in area.forms}
    runs: list[list[re.Match[str]]] = [[]]
    for match in grade_patterns(framework.kind).token.finditer(flat):
        between = flat[runs[-1][-1].end() : match.start()] if runs[-1] else ""
        if re.search(r"\w", _BETWEEN.sub("", between)):
            runs.append([])
        runs[-1].append(match)
    for run in runs:
        named = [match for match in run if not match["grade"]]
        given = [match["grade"] for match in run if match["grade"]]
        if len(named) == len(given) >= _FEWEST_IN_COLUMNS and not run[0]["grade"]:
            return [
                Judgement(_name(areas[even(area["area"])], area["area"]), _cased(framework, grade))
                for area, grade in zip(named, given, strict=True)
                if area["area"] and even(area["area"]) in areas
            ]
    return []


def _with_columns(found: list[Judgement], columns: list[Judgement]) -> list[Judgement]:
    """What was found, corrected by what stands in two columns."""
    named = {_bare(judgement.area) for judgement in columns}
    return columns + [judgement for judgement in found if _bare(judgement.area) not in named]


def _untangled(framework: Framework, flat: str) -> str:
    """The text with each grade that stands inside the name of an area moved behind it.

    A conversion prints a table line by line: "How well children are inadequate helped and protected".
    """
    patterns = grade_patterns(framework.kind)
    made, at = "", 0
    small = small_letters(flat)
    for match in patterns.grade.finditer(small):
        before = small[max(0, match.start() - 160) : match.start()].rstrip()
        after = small[match.end() : match.end() + 160].lstrip()
        rest = next((rest for form in patterns.forms if (rest := _rest_of(form, before, after))), "")
        if rest:
            gap = len(flat[match.end() :]) - len(flat[match.end() :].lstrip())
            end = match.end() + gap + len(rest)
            grade = flat[match.start() : match.end()]
            made += f"{flat[at : match.start()]}{flat[match.end() + gap : end]} {grade}"
            at = end
    return made + flat[at:]


def _rest_of(form: tuple[str, ...], before: str, after: str) -> str:
    """The words of a form that stand after a break in it; empty where it is not broken there."""
    if form[-1] not in after or form[0] not in before:
        return ""
    for cut in range(len(form) - 1, 1, -1):
        rest = " ".join(form[cut:])
        if after.startswith(rest) and before.endswith(" ".join(form[:cut])):
            return rest
    return ""


def _in_grid(framework: Framework, structure: Structure) -> list[Judgement]:
    """Areas printed in the column of their grade, below a row that names the grades."""
    grades = {even(grade) for grade in framework.grades}
    found: list[Judgement] = []
    head: tuple[str, ...] = ()
    for block in structure.blocks:
        if block.kind != "row":
            if found:
                break
            head = ()
        elif sum(even(cell) in grades for cell in block.cells) >= 3:
            head = block.cells
        elif len(block.cells) == len(head):
            for grade, area in zip(head, block.cells, strict=True):
                if even(grade) in grades and 3 < len(area) < 120:
                    found.append(Judgement(area, _cased(framework, grade)))
    return found


def _below_grades(framework: Framework, text: str) -> list[Judgement]:
    """Areas listed under their grades: a line with a grade, then the areas that were given it."""
    grades = {even(grade) for grade in framework.grades}
    areas = {even(form): area for area in framework.areas for form in area.forms}
    found: list[Judgement] = []
    grade = ""
    for line in text.split("\n"):
        evened = even(line)
        if evened in grades:
            grade = line.strip()
        elif evened in areas and grade:
            found.append(Judgement(_name(areas[evened], line), _cased(framework, grade)))
        elif evened in areas:
            # An area before any grade: here grades follow their areas.
            return []
    return found if len({judgement.area for judgement in found}) == len(found) > 1 else []


def _is_running_text(flat: str, match: re.Match[str]) -> bool:
    """A grade in the middle of a sentence ("… staying safe good progress has …") is no judgement."""
    grade_at = match.start("grade")
    grade = match["grade"]
    after = flat[match.end() : match.end() + 12]
    return (
        grade[0].islower()
        and flat[match.start()].islower()
        and bool(re.match(r" [a-z]", after))
        and grade_at > 0
    )


def _name(area: Area, printed: str) -> str:
    """The area as printed; its plain name where the print is a whole sentence or question."""
    if even(printed) in area.phrases:
        return area.name
    printed = re.sub(
        r",? taking into account$", "", re.sub(r"\s+", " ", printed).strip(), flags=re.IGNORECASE
    )
    return printed[:1].upper() + printed[1:]


def _cased(framework: Framework, grade: str) -> str:
    """The grade in the framework's own case with a capital, whatever case the document uses."""
    canonical = next((known for known in framework.grades if even(known) == even(grade)), grade)
    return canonical[:1].upper() + canonical[1:]


def _overall_sentence(framework: Framework, text: str) -> Judgement | None:
    grades = "|".join(loose(grade) for grade in framework.grades)
    flat = re.sub(r"[‘’]", "'", re.sub(r"[\s|]+", " ", text))
    match = re.search(
        rf"(?:[Cc]hildren's services|[Ss]ervices for children)(?: in [A-Z][\w' &-]{{2,60}}?)? (?:are |"
        rf"is |were )?(?:judged to be )?(?P<grade>(?i:{grades}|require improvement(?: to be good)?))"
        rf"(?![\w-])",
        flat,
    )
    if match is None:
        return None
    grade = re.sub(r"^require\b", "requires", match["grade"].lower())
    return Judgement("Overall effectiveness", grade[:1].upper() + grade[1:])


def _record(framework: Framework, structure: Structure) -> list[Judgement]:
    """The closing table of older reports ("Record of main findings"), with the same areas in two groups."""
    start = None
    for index, block in enumerate(structure.blocks):
        if framework.judgements_under.match(even(block.text)) and block.kind != "row":
            start = index
    if start is None:
        return []
    text = "\n".join(
        " | ".join(block.cells) if block.cells else block.text
        for block in structure.blocks[start + 1 : start + 140]
    )
    flat = re.sub(r"[‘’]", "'", re.sub(r"[\s|]+", " ", text))
    grades = "|".join(loose(grade) for grade in framework.grades)
    forms = {even(form): area for area in framework.areas for form in area.forms}
    flat = _untangled(framework, flat)
    alternatives = "|".join(
        loose(form) for form in sorted((f for a in framework.areas for f in a.forms), key=len, reverse=True)
    )
    search = re.compile(
        rf"(?<![\w-])(?P<area>{alternatives})\s*[:–-]?\s*(?:Grade \d \(|\()?(?P<grade>{grades})(?![\w-])",
        re.IGNORECASE,
    )
    return [
        Judgement(_name(forms[even(match["area"])], match["area"]), _cased(framework, match["grade"]))
        for match in search.finditer(flat)
        if even(match["area"]) in forms
    ]


def _in_headings(framework: Framework, structure: Structure) -> list[Judgement]:
    """Grades in the headings of the chapters: "The experiences … : good", or the grade on the next line."""
    found: dict[str, Judgement] = {}
    grades = {even(grade) for grade in framework.grades}
    for block, following in pairwise((*structure.blocks, None)):
        if block is None or len(block.text) > 200:
            continue
        if block.kind not in ("heading", "paragraph") and len(block.cells) != 2:
            continue
        if _STOP.match(even(block.text)) and found:
            break
        text = block.text
        if following is not None and even(following.text) in grades:
            text = f"{text}: {following.text}"
        for judgement in _in_text(framework, text, whole=False):
            # A grade in a sentence about the past or about others stands in more words than its area.
            if len(text) <= len(judgement.area) + len(judgement.grade) + 25:
                found.setdefault(judgement.area, judgement)
    return list(found.values())
