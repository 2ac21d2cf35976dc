"""A round sheet that came back: what each row would change, and saving what its preview showed.

Every row is tried for real inside a savepoint and taken back, so that the preview says what the rules say. A
row is in conflict where somebody has updated its action since the sheet was made.
"""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from datetime import date, datetime
from enum import StrEnum
from typing import Any

from tracker.database import db
from tracker.formatting import in_london, long_date
from tracker.models import Action, Person, Plan, SheetUpload, Update
from tracker.operations.errors import Refused
from tracker.operations.evidence import add_evidence
from tracker.operations.updates import newest_update, post_unchanged, post_update
from tracker.rules.child_guard import likenesses
from tracker.rules.ladders import AUDIENCE_WORDS, KIND_WORDS, Audience, Delivery, EvidenceKind, Impact
from tracker.rules.step_words import Ladders
from tracker.sheets.days import read_day
from tracker.sheets.round_sheet import Column, SheetRow
from tracker.sheets.statuses import read_delivery, read_impact

KeyReader = Callable[[str], tuple[str, int] | None]
_YES = {"yes", "y", "x", "true", "1", "✓", "✔"}


class LineState(StrEnum):
    """What becomes of a row."""

    SAVE = "save"
    CONFLICT = "conflict"
    PROBLEM = "problem"
    NOTHING = "nothing"
    SAVED = "saved"


@dataclass
class Line:
    """One row of the preview: `changes` are (field, before, after), `seen` the update it builds on."""

    number: int
    label: str
    title: str = ""
    state: LineState = LineState.NOTHING
    messages: list[str] = field(default_factory=list)
    changes: list[list[str]] = field(default_factory=list)
    seen: int = 0
    cells: dict[str, str] = field(default_factory=dict)

    def to_json(self) -> dict[str, Any]:
        """Return the line as JSON-ready values."""
        return asdict(self)

    @classmethod
    def from_json(cls, value: dict[str, Any]) -> "Line":
        """Rebuild a line from `to_json()`."""
        return cls(**{**value, "state": LineState(value["state"])})


@dataclass(frozen=True)
class _Entry:
    """What a row declares, read and whole."""

    same: bool
    delivery: Delivery
    impact: Impact
    forecast_on: date | None
    evidence: dict[str, Any] | None


class _OnlyTried(Exception):
    """Takes back what a preview has tried."""


def preview(
    rows: Sequence[SheetRow],
    actions: Mapping[str, Action],
    ladders: Ladders,
    read_key: KeyReader,
    *,
    by: Person,
    now: datetime,
    today: date,
) -> list[Line]:
    """Return what each row would change. `actions` are those the person may update, by label.

    Nothing is left in the session of what was tried.
    """
    times = Counter(row.of(Column.NUMBER) for row in rows if row.of(Column.NUMBER))
    lines = []
    for row in rows:
        line = Line(row.number, row.of(Column.NUMBER), cells={each.value: row.of(each) for each in Column})
        lines.append(line)
        action = actions.get(line.label)
        key = read_key(row.of(Column.KEY))
        if action is not None:
            line.title = action.title
        if times[line.label] > 1:
            _refuse(line, f"{line.label} stands {times[line.label]} times in the sheet. Leave one row for it")
        elif action is None:
            _refuse(line, _not_theirs(line.label))
        elif key is None or key[0] != line.label:
            _refuse(line, "The last, hidden column was changed. Download the sheet again for this action")
        elif row.cut:
            _refuse(line, f"“{row.cut[0].value}” holds more than a text may have")
        else:
            _try(line, action, ladders, built_on=key[1], by=by, now=now, today=today)
    return lines


def is_open(upload: SheetUpload) -> bool:
    """Return whether anything of a sheet can still be saved: rows to save, or conflicts to decide."""
    return any(Line.from_json(each).state in (LineState.SAVE, LineState.CONFLICT) for each in upload.lines)


def save_lines(
    upload: SheetUpload,
    actions: Mapping[str, Action],
    ladders: Ladders,
    chosen: Sequence[str],
    *,
    by: Person,
    now: datetime,
    today: date,
) -> int:
    """Save the lines that were previewed, those in conflict only where `chosen`; return how many.

    A line whose action was updated since its preview becomes a conflict and is not saved, so that nothing is
    saved that was not shown. The lines of the upload say what became of them.
    """
    lines = [Line.from_json(each) for each in upload.lines]
    number = 0
    for line in lines:
        action = actions.get(line.label)
        wanted = line.state is LineState.SAVE or (line.state is LineState.CONFLICT and line.label in chosen)
        if not wanted:
            continue
        if action is None:
            _refuse(line, _not_theirs(line.label))
            continue
        newest = newest_update(action)
        if (newest.id if newest else 0) != line.seen:
            _mark_conflict(line, newest)
            continue
        _try(line, action, ladders, built_on=line.seen, by=by, now=now, today=today, keep=True, sheet=upload)
        number += line.state is LineState.SAVED
    upload.lines = [line.to_json() for line in lines]
    if number or not is_open(upload):
        upload.saved_at = now
    return number


def _try(
    line: Line,
    action: Action,
    ladders: Ladders,
    *,
    built_on: int,
    by: Person,
    now: datetime,
    today: date,
    keep: bool = False,
    sheet: SheetUpload | None = None,
) -> None:
    """Do what a line says, and take it back unless `keep`; say on the line what came of it."""
    line.messages, line.changes = [], []
    last = newest_update(action)
    entry = _read(line, ladders, last)
    if entry is None or line.state is LineState.PROBLEM:
        return
    key = f"sheet-{sheet.id}-{line.label}" if sheet else None
    try:
        with db.session.begin_nested():
            _post(line, action, entry, by=by, now=now, today=today, form_key=key)
            if not keep:
                raise _OnlyTried
    except Refused as refused:
        _refuse(line, refused.message)
        return
    except _OnlyTried:
        pass
    else:
        line.state = LineState.SAVED
        return
    line.seen = last.id if last else 0
    line.state = LineState.SAVE
    line.changes = _changes(line, entry, last, ladders)
    line.messages += _may_identify(line)
    if line.seen != built_on:
        _mark_conflict(line, last)


def _post(
    line: Line, action: Action, entry: _Entry, *, by: Person, now: datetime, today: date, form_key: str | None
) -> None:
    if entry.same:
        post_unchanged(action, by=by, now=now, today=today, form_key=form_key)
        return
    update = post_update(
        action,
        delivery=entry.delivery,
        impact=entry.impact,
        done=_cell(line, Column.DONE),
        difference=_cell(line, Column.DIFFERENCE),
        next_steps=_cell(line, Column.NEXT),
        forecast_on=entry.forecast_on,
        keep_reason=_cell(line, Column.REASON),
        by=by,
        now=now,
        today=today,
        form_key=form_key,
    )
    if entry.evidence:
        add_evidence(action, **entry.evidence, update=update, by=by, now=now, today=today)


def _read(line: Line, ladders: Ladders, last: Update | None) -> _Entry | None:
    """Return what a row declares; None where it says nothing, or has problems, which then stand on it."""
    same = _cell(line, Column.SAME).casefold() in _YES
    wrong: list[str] = []
    delivery = read_delivery(_cell(line, Column.DELIVERY), ladders.delivery)
    impact = read_impact(_cell(line, Column.IMPACT), ladders.impact)
    forecast = read_day(_cell(line, Column.FORECAST))
    texts = [_cell(line, column) for column in (Column.DONE, Column.DIFFERENCE, Column.NEXT)]
    evidence = _evidence(line, wrong)
    moved = (
        last is None
        or (delivery, impact) != (last.delivery, last.impact)
        or (forecast.on is not None and forecast.on != last.forecast_on)
    )
    if not any(texts) and evidence is None and not wrong and not same and (last is None or not moved):
        if not _cell(line, Column.SAME):
            return None
        wrong.append("“Nothing has changed” takes Yes, or stays empty")
    if same and (any(texts) or evidence is not None):
        wrong.append("“Nothing has changed” is Yes, but there are words in the row. Empty one or the other")
    if not same:
        _check(line, wrong, delivery, impact, texts[0], ladders)
        if forecast.asks or (forecast.on is None and _cell(line, Column.FORECAST)):
            wrong.append(f"“{_cell(line, Column.FORECAST)}” is no date. Write it like 27 March 2027")
    if wrong:
        for message in wrong:
            _refuse(line, message)
        return None
    return _Entry(
        same,
        delivery or (last.delivery if last else Delivery.NOT_STARTED),
        impact or (last.impact if last else Impact.TOO_EARLY),
        forecast.on,
        evidence,
    )


def _check(
    line: Line,
    wrong: list[str],
    delivery: Delivery | None,
    impact: Impact | None,
    done: str,
    ladders: Ladders,
) -> None:
    for column, step, words in (
        (Column.DELIVERY, delivery, ladders.delivery_words.values()),
        (Column.IMPACT, impact, [shown.word for shown in ladders.impact.values()]),
    ):
        if step is None:
            typed = _cell(line, column)
            begin = f"“{typed}” is no {column.value.lower()} status" if typed else f"{column.value} is empty"
            wrong.append(f"{begin}. Choose one of: {', '.join(words)}")
    if not done:
        wrong.append("Write what was done, or put Yes under “Nothing has changed”")


def _evidence(line: Line, wrong: list[str]) -> dict[str, Any] | None:
    """Return the evidence of a row, None where there is none; what is missing is added to `wrong`."""
    link, title, kind, day, audience = (
        _cell(line, column)
        for column in (Column.LINK, Column.TITLE, Column.KIND, Column.FROM, Column.AUDIENCE)
    )
    if not any((link, title, kind, day, audience)):
        return None
    kinds = {words.casefold(): value for value, words in KIND_WORDS.items()}
    audiences = {words.casefold(): value for value, words in AUDIENCE_WORDS.items()}
    chosen: EvidenceKind | None = kinds.get(kind.casefold())
    readers: Audience | None = audiences.get(audience.casefold())
    on = read_day(day).on
    for missing, message in (
        (not link, "The evidence needs a link"),
        (not title, "Say what the evidence is"),
        (chosen is None, f"Choose the kind of evidence: {', '.join(KIND_WORDS.values())}"),
        (on is None, "Write the date the evidence is from like 27 March 2027"),
        (readers is None, f"Choose who may see the evidence: {', '.join(AUDIENCE_WORDS.values())}"),
    ):
        if missing:
            wrong.append(message)
    return {
        "title": title,
        "kind": chosen,
        "effective_on": on,
        "shows": "",
        "audience": readers,
        "link": link,
    }


def _changes(line: Line, entry: _Entry, last: Update | None, ladders: Ladders) -> list[list[str]]:
    """Return what the update would change or add, in words: field, before, after."""
    if entry.same:
        return [["Update", "", "Nothing has changed"]]
    rows = [
        [
            Column.DELIVERY.value,
            ladders.word(last.delivery) if last else "",
            ladders.word(entry.delivery),
        ],
        [Column.IMPACT.value, ladders.word(last.impact) if last else "", ladders.word(entry.impact)],
        [
            Column.FORECAST.value,
            long_date(last.forecast_on) if last else "",
            long_date(entry.forecast_on) if entry.forecast_on else "None",
        ],
    ]
    shown = [row for row in rows if row[1] != row[2] and not (row[1] == "" and row[2] == "None")]
    for column in (Column.DONE, Column.DIFFERENCE, Column.NEXT, Column.REASON):
        if _cell(line, column):
            shown.append([column.value, "", _cell(line, column)])
    if entry.evidence:
        shown.append(["Evidence", "", f"{entry.evidence['title']}: {entry.evidence['link']}"])
    return shown


def _may_identify(line: Line) -> list[str]:
    """Say what in the words of a row looks as if it identified a child, as the update form does."""
    said = (Column.DONE, Column.DIFFERENCE, Column.NEXT, Column.REASON, Column.TITLE)
    found = dict.fromkeys(one for column in said for one in likenesses(_cell(line, column)))
    return [
        f"“{one.words}” looks like {one.sign.value}. Change it in the sheet if it tells who a child is"
        for one in found
    ]


def _mark_conflict(line: Line, newest: Update | None) -> None:
    line.state = LineState.CONFLICT
    line.seen = newest.id if newest else 0
    when = f" on {long_date(newest.at)} at {in_london(newest.at):%H:%M}" if newest else ""
    line.messages.append(
        f"This action was updated{when}, after the sheet was made. Tick it to save your words as the newest"
    )


def _refuse(line: Line, message: str) -> None:
    line.state = LineState.PROBLEM
    line.messages.append(message)


def _not_theirs(label: str) -> str:
    return f"{label} is no action that you may update" if label else "This row has no number: it was not read"


def _cell(line: Line, column: Column) -> str:
    return line.cells.get(column.value, "")


def keep_upload(
    plan: Plan, name: str, lines: Sequence[Line], notes: Sequence[str], *, by: Person, now: datetime
) -> SheetUpload:
    """Return the upload with its preview, to be saved or left."""
    upload = SheetUpload(
        plan_id=plan.id,
        by_id=by.id,
        at=now,
        name=name[:300],
        lines=[line.to_json() for line in lines],
        notes=list(notes),
    )
    db.session.add(upload)
    return upload
