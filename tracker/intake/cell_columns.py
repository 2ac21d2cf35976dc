"""What the columns and the cells of a table are like, and the likeliest column of each of its cells."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from functools import lru_cache

from tracker.intake.lines import Line
from tracker.intake.tables import columns_of, is_who
from tracker.intake.timescales import timescale_cell

# number, due, who, grade, ask, or words: what stands in a column; a cell may also be "short".
Kind = str
_State = tuple[int, bool]

_NAME = re.compile(
    r"(?:(?:recommendation|rec|priority) )?(?:no|ref|number)\b\.?|(?:ref|rec|id|item|#|r)(?=\s|$)"
    r"|(?:ofsted|audit|inspection)?\s?recommendations?|(?:statutory )?requirements?"
    r"|areas? (?:for|of) (?:priority action|improvement|development|(?:significant )?weakness(?:es)?|concern)"
    r"|what (?:ofsted|inspectors|the inspectors?) said(?: needs to (?:improve|get better))?"
    r"|(?:what )?needs to improve|what we will do|how we will know|how will we know|improvement needed"
    r"|(?:agreed |required |improvement |planned |proposed )?(?:management )?actions?"
    r"(?: agreed| required| needed| planned| to be taken)?|(?:management |service )?(?:responses?|comments?)"
    r"|(?:lead|responsible|accountable|action|named)"
    r"(?: (?:officer|person|body|bodies|owner|director|manager)s?)?"
    r"|owners?|by whom|who|(?:target|due|completion|implementation|end)(?: completion)? date|by when"
    r"|time ?scales?|time ?frames?|deadline|due|when|date|b?rag(?: rating| status)?"
    r"|(?:current )?(?:priority|grade|rating|status)|risk rating|(?:risk|issue)s?|findings?(?: and risks?)?"
    r"|(?:current )?progress(?: updates?| to date| made)?|updates?|evidence|impact(?: measures?)?"
    r"|(?:success|outcome) (?:measures?|criteria)|(?:intended |desired )?outcomes?|milestones?|resources?",
    re.IGNORECASE,
)
_NUMBER = re.compile(r"(?:R|Rec\.?)?\s?\d{1,3}(?:\.\d{1,2})*\.?")
_GRADE = re.compile(
    r"(?:very )?high|medium|moderate|low|critical|significant|essential|important|advisory|desirable|urgent|"
    r"fundamental|merits attention|red|amber|green|blue|grey|purple|[ragbnhml]|priority \d|p\d|completed?|"
    r"(?:on|off) track|at risk|in progress|not started|overdue|open|closed|yes|no|"
    r"(?:partially )?(?:agreed|accepted)",
    re.IGNORECASE,
)
_PERSON = re.compile(r"[A-Z][\w’'.&-]*(?:[ /](?:[A-Z][\w’'.&-]*|of|and|for|the|to|&))*")
_FEW_WORDS = 5
_MOST_WORDS = 8
# What it costs to have a cell of a kind (first) in a column of a kind (second).
_COSTS: dict[Kind, dict[Kind, float]] = {
    "number": {"number": 0, "grade": 1, "due": 8, "who": 9, "ask": 12, "words": 5},
    "due": {"number": 12, "grade": 9, "due": 0, "who": 9, "ask": 12, "words": 5},
    "grade": {"number": 12, "grade": 0, "due": 4, "who": 6, "ask": 12, "words": 1},
    "who": {"number": 12, "grade": 5, "due": 8, "who": 0, "ask": 7, "words": 2},
    "short": {"number": 12, "grade": 6, "due": 5, "who": 2, "ask": 3, "words": 0},
    "words": {"number": 15, "grade": 12, "due": 12, "who": 5, "ask": 0, "words": 0.3},
}
_SKIPPED = 0.8
_AGAIN = 2.5
_REPEATED = 20
_NO_ASK = 4
_BEHIND = 2


@dataclass(frozen=True, slots=True)
class Cell:
    """The words of one cell, or of a part of it, and the line it begins on."""

    text: str
    line: Line


@lru_cache(maxsize=4096)
def names_in(text: str) -> tuple[str, ...]:
    """The names of columns a line is made of; none where it holds any other word, or one name twice."""
    words = text.replace(" / ", " ").split()
    names: list[str] = []
    at = 0
    while at < len(words):
        # The longest name wins: "Management response" is not "Management" beside "Response".
        longest = next(
            (
                end
                for end in range(min(at + _MOST_WORDS, len(words)), at, -1)
                if _NAME.fullmatch(" ".join(words[at:end]))
            ),
            None,
        )
        if longest is None:
            return ()
        names.append(" ".join(words[at:longest]))
        at = longest
    return tuple(names) if len({name.lower() for name in names}) == len(names) else ()


def kind_of(text: str) -> Kind:
    """What the words of a cell look like."""
    if _NUMBER.fullmatch(text):
        return "number"
    if _GRADE.fullmatch(text.rstrip(".")):
        return "grade"
    if timescale_cell(text):
        return "due"
    if len(text.split()) <= _FEW_WORDS + 1 and _PERSON.fullmatch(text):
        return "who"
    return "short" if len(text.split()) <= _FEW_WORDS else "words"


def kinds_of(names: tuple[str, ...]) -> list[Kind]:
    """What the columns of these names hold."""
    columns = columns_of(names)
    kinds: list[Kind] = []
    for index, name in enumerate(names):
        if columns is not None and index == columns.ask:
            kinds.append("ask")
        elif columns is not None and index == columns.number:
            kinds.append("number")
        elif columns is not None and index == columns.due:
            kinds.append("due")
        elif re.search(r"priority|rag|status|grade|rating|risk rating", name, re.IGNORECASE):
            kinds.append("grade")
        elif is_who(name):
            kinds.append("who")
        else:
            kinds.append("words")
    return kinds


def columns_for(names: tuple[str, ...], cells: list[Cell]) -> list[int]:
    """The column of each cell: the path through rows and columns on which least is out of place.

    -1 for words in small letters: the rest of a cell that a page has parted.
    """
    kinds = kinds_of(names)
    often = Counter(cell.text for cell in cells)
    wholes = _wholes(cells)
    path = _path([_costs(cell, kinds, often) for cell in wholes], kinds)
    known, begun = iter(path), {id(cell) for cell in wholes}
    return [next(known) if id(cell) in begun else -1 for cell in cells]


def _wholes(cells: list[Cell]) -> list[Cell]:
    """The cells that begin one; in a table whose asks begin in small letters these are all."""
    small = [cell for cell in cells if cell.text[:1].islower()]
    words = sum(kind_of(cell.text) == "words" for cell in cells)
    return cells if len(small) * 3 > words else [cell for cell in cells if not cell.text[:1].islower()]


def _path(costs: list[list[float]], kinds: list[Kind]) -> list[int]:
    """The columns that cost least.

    A state is the column reached, and whether its row has its ask, which may be printed behind other cells.
    """
    ask = kinds.index("ask")
    best: dict[_State, float] = {(-1, True): 0.0}
    steps: list[dict[_State, tuple[_State, int]]] = []
    for row in costs:
        step: dict[_State, tuple[_State, int]] = {}
        following: dict[_State, float] = {}
        for before, cost in best.items():
            moves = [(after, after, _move(before, after, len(kinds))) for after in range(len(kinds))]
            if not before[1] and before[0] > ask:
                moves.append((ask, before[0], _BEHIND))
            for place, column, extra in moves:
                has_ask = place == ask or (column > before[0] > -1 and before[1])
                total = cost + extra + row[place]
                if total < following.get((column, has_ask), 1e9):
                    following[column, has_ask], step[column, has_ask] = total, (before, place)
        best = following
        steps.append(step)
    state = min(best, key=best.__getitem__)
    path = []
    for step in reversed(steps):
        state, place = step[state]
        path.append(place)
    return path[::-1]


def _costs(cell: Cell, kinds: list[Kind], often: Counter[str]) -> list[float]:
    """What it costs to have this cell in each of the columns."""
    by_kind = _COSTS[kind_of(cell.text)]
    # No two asks of a table are the same; what people do about them often is.
    repeated = _REPEATED if often[cell.text] > 1 else 0
    return [by_kind[kind] + (repeated if kind == "ask" else 0) for kind in kinds]


def _move(before: _State, after: int, count: int) -> float:
    """What it costs to go from one column to another: columns left out, and a row left without its ask."""
    column, has_ask = before
    if after > column:
        return (after - column - 1) * _SKIPPED
    left_out = (count - 1 - column + after) * _SKIPPED if after < column else _AGAIN
    return left_out + (0 if has_ask else _NO_ASK)
