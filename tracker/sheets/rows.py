"""Rows of meaning: what each row under the headings says, with everything about it that is not understood."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date

from tracker.rules.ladders import Delivery, Impact
from tracker.rules.step_words import USUAL, Ladders
from tracker.sheets.columns import Layout, headings_of
from tracker.sheets.days import Around, Written, financial_year_in, read_day
from tracker.sheets.headings import MEANING_WORDS, Meaning
from tracker.sheets.model import LONGEST_CELL, Cell, Table
from tracker.sheets.names import Named, names_in
from tracker.sheets.statuses import of_colour, read_delivery, read_impact

NOT_WRITTEN = Written()
COLOUR = "colour:"  # before the family, where a status is only a colour
_ERROR = re.compile(r"#(?:REF!|N/A|VALUE!|NAME\?|DIV/0!|NULL!|NUM!|SPILL!|CALC!|####*)")
_SECTION = re.compile(
    r"(?i)(?:priority|theme|objective|section|outcome|area|work ?stream|strand|pillar|part)\b"
)
_RUNNING_NUMBER = re.compile(
    r"^(?:priority|theme|objective|section|workstream)?\s*\d{0,2}\s*[:.)–-]\s*", re.IGNORECASE
)
_WITHOUT_WORDS = {Meaning.STATUS, Meaning.LABEL, Meaning.NUMBER, Meaning.ACTION_NUMBER}


@dataclass(frozen=True)
class Choices:
    """What the lead said about words that recur: statuses by their words or colour, days by their words.

    None as a status means none; None as a day means no day. `ladders` are the plan's own words for statuses.
    """

    statuses: Mapping[str, Delivery | None] = field(default_factory=dict)
    days: Mapping[str, date | None] = field(default_factory=dict)
    ladders: Ladders = USUAL


@dataclass(frozen=True)
class Problem:
    """Something about a row that a person should look at. `stops`: the row cannot be added like this."""

    words: str
    stops: bool = False
    meaning: Meaning | None = None


@dataclass(frozen=True)
class PlanRow:
    """One row of a plan. `key` names it for as long as the file is kept."""

    key: str
    sheet: str
    number: int
    label: str = ""
    rec_number: str = ""
    recommendation: str = ""
    action_number: str = ""
    action: str = ""
    description: str = ""
    success: str = ""
    priority: str = ""
    service: str = ""
    leads: tuple[Named, ...] = ()
    lead_text: str = ""
    directors: tuple[Named, ...] = ()
    contributors: tuple[Named, ...] = ()
    start: Written = NOT_WRITTEN
    start_text: str = ""
    due: Written = NOT_WRITTEN
    due_text: str = ""
    status_key: str = ""
    delivery: Delivery | None = None
    impact: Impact | None = None
    progress: str = ""
    difference: str = ""
    next_steps: str = ""
    evidence: str = ""
    problems: tuple[Problem, ...] = ()

    @property
    def place(self) -> str:
        """Return where the row stands, in words."""
        return f"{self.sheet}, row {self.number}"

    @property
    def cannot_be_added(self) -> bool:
        """Return whether something about the row stops it."""
        return any(problem.stops for problem in self.problems)

    @property
    def says_how_it_goes(self) -> bool:
        """Return whether there is anything in it for a first update."""
        return bool(self.status_key or self.progress or self.difference or self.next_steps or self.impact)

    @property
    def is_about_an_action(self) -> bool:
        """Return whether it holds what only an action can hold: who, how it goes, or how we will know."""
        return bool(
            self.action
            or self.says_how_it_goes
            or self.leads
            or self.directors
            or self.contributors
            or self.evidence
            or self.success
            or self.description
            or self.start.on
        )


@dataclass(frozen=True)
class Skipped:
    """A row that is not part of the plan's content, and why."""

    sheet: str
    number: int
    words: str
    why: str


def rows_of(
    place: int, table: Table, layout: Layout, choices: Choices
) -> tuple[list[PlanRow], list[Skipped]]:
    """Return the rows of the table at this place of its file, and the rows that were passed over."""
    reader = _Reader(place, table, layout, choices)
    rows, skipped = [], []
    for at in range(layout.first_row, len(table.rows)):
        found = reader.read(at)
        if isinstance(found, PlanRow):
            rows.append(found)
        elif found.why:
            skipped.append(found)
    return rows, skipped


class _Reader:
    """Goes down one table and remembers what the rows above said."""

    def __init__(self, place: int, table: Table, layout: Layout, choices: Choices) -> None:
        self.place, self.table, self.layout, self.choices = place, table, layout, choices
        self.columns = {meaning: at for at, meaning in enumerate(layout.meanings) if meaning}
        headings = headings_of(table, layout.header, layout.depth)
        self.header_words = [cell.text for cell in table.rows[layout.header]] if layout.header >= 0 else []
        above = [cell.text for row in table.rows[: max(0, layout.header)] for cell in row]
        self.years = {
            meaning: financial_year_in(headings[at]) or financial_year_in(" ".join([table.name, *above]))
            for meaning, at in self.columns.items()
            if meaning in (Meaning.START, Meaning.DUE)
        }
        self.colours: defaultdict[str, Counter[str]] = defaultdict(Counter)
        for row in table.rows[layout.first_row :]:
            if 0 <= layout.colours_from < len(row):
                self.colours[self.text(row, Meaning.STATUS)][row[layout.colours_from].colour] += 1
        # One sheet for each priority is named by it.
        named = _SECTION.match(table.name)
        self.section = _RUNNING_NUMBER.sub("", table.name).strip() or table.name if named else ""
        self.recommendation = self.rec_number = self.priority = ""

    def text(self, row: tuple[Cell, ...], meaning: Meaning) -> str:
        """Return the words of a row for a meaning, "" where no column holds it."""
        at = self.columns.get(meaning)
        return row[at].text if at is not None and at < len(row) else ""

    def read(self, at: int) -> PlanRow | Skipped:
        row, number = self.table.rows[at], self.table.numbers[at]
        filled = [cell for cell in row if cell.text]
        shown = " ".join(cell.text for cell in filled)[:120]

        def skipped(why: str) -> Skipped:
            return Skipped(self.table.name, number, shown, why)

        if not filled:
            return skipped("")
        if self.header_words and [cell.text for cell in row] == self.header_words:
            return skipped("The headings again")
        if self._is_section(row, filled):
            self.section = _RUNNING_NUMBER.sub("", filled[0].text).strip() or filled[0].text
            self.recommendation = self.rec_number = self.priority = ""
            return skipped("A heading: taken as the priority of the rows below")
        mapped = {meaning: self.text(row, meaning) for meaning in self.columns}
        if not any(words for meaning, words in mapped.items() if meaning not in _WITHOUT_WORDS):
            return skipped("Nothing in the columns that are brought in")
        if re.match(r"(?i)(?:key|total|totals|rag key|brag key)\b\s*:?", filled[0].text) and len(filled) <= 2:
            return skipped("A key or a sum")
        return self._row(row, number, mapped)

    def _is_section(self, row: tuple[Cell, ...], filled: list[Cell]) -> bool:
        """Return whether the row is a heading across the table and no row of the plan."""
        if len(filled) != 1 or len(filled[0].text) > 300:
            return False
        cell, at = filled[0], row.index(filled[0])
        if cell.across >= max(3, self.table.width // 2):
            return True
        meaning = self.layout.meanings[at] if at < len(self.layout.meanings) else None
        if meaning in (Meaning.RECOMMENDATION, Meaning.ACTION):
            return bool(_SECTION.match(cell.text)) and len(cell.text) < 120
        return meaning in (None, Meaning.NUMBER, Meaning.ACTION_NUMBER) and len(cell.text) > 6

    def _row(self, row: tuple[Cell, ...], number: int, mapped: Mapping[Meaning, str]) -> PlanRow:
        said = dict.fromkeys(Meaning, "") | dict(mapped)
        problems = list(self._of_cells(row))
        if number in self.table.hidden_rows:
            problems.append(Problem("The row is hidden or filtered out in the sheet"))
        recommendation, rec_number = said[Meaning.RECOMMENDATION], said[Meaning.NUMBER]
        label, action = said[Meaning.LABEL], said[Meaning.ACTION]
        carried = not recommendation and Meaning.RECOMMENDATION in self.columns
        goes_on = carried and bool(action or not rec_number or _same_number(rec_number, self.rec_number))
        if goes_on:
            # Typed once, above its first action.
            recommendation, rec_number = self.recommendation, self.rec_number or rec_number
        priority = said[Meaning.PRIORITY] or (self.priority if goes_on else "") or self.section
        if Meaning.RECOMMENDATION not in self.columns and not rec_number and not label:
            recommendation = priority
            if recommendation and Meaning.NUMBER not in self.columns:
                problems.append(Problem("No recommendation: it goes under one with the words of its heading"))
        self.recommendation, self.rec_number, self.priority = (
            recommendation,
            rec_number,
            said[Meaning.PRIORITY] or self.priority,
        )
        if not (recommendation or rec_number or label):
            problems.append(Problem("It belongs to no recommendation", stops=True))
        start, due = self._days(said)
        for meaning, written in ((Meaning.START, start), (Meaning.DUE, due)):
            if written.asks:
                problems.append(Problem(written.why, meaning=meaning))
        if start.on and due.on and due.on < start.on:
            problems.append(Problem("It is due before it starts", stops=True, meaning=Meaning.DUE))
        status_key, delivery = self._status(row, said)
        if status_key and delivery is None and self.choices.statuses.get(status_key, "open") == "open":
            what = (
                f"The colour {status_key.removeprefix(COLOUR)} is"
                if status_key.startswith(COLOUR)
                else f"“{status_key[:60]}” is"
            )
            problems.append(Problem(f"{what} no status we know", meaning=Meaning.STATUS))
        colour = self._contradicting_colour(row, said, delivery)
        if colour and not status_key.startswith(COLOUR):
            words = f"“{status_key[:60]}” stands on {colour}: the words count"
            problems.append(Problem(words, meaning=Meaning.STATUS))
        impact = read_impact(said[Meaning.IMPACT], self.choices.ladders.impact)
        difference = said[Meaning.DIFFERENCE]
        if said[Meaning.IMPACT] and impact is None:
            difference = f"{said[Meaning.IMPACT]}\n{difference}".strip()
        return PlanRow(
            key=f"{self.place}-{number}",
            sheet=self.table.name,
            number=number,
            label=label,
            rec_number=rec_number,
            recommendation=recommendation,
            action_number=said[Meaning.ACTION_NUMBER],
            action=action,
            description=said[Meaning.DESCRIPTION],
            success=said[Meaning.SUCCESS],
            priority=_RUNNING_NUMBER.sub("", priority).strip() or priority,
            service=said[Meaning.SERVICE],
            leads=tuple(names_in(said[Meaning.LEAD])),
            lead_text=said[Meaning.LEAD],
            directors=tuple(names_in(said[Meaning.DIRECTOR])),
            contributors=tuple(names_in(said[Meaning.CONTRIBUTORS])),
            start=start,
            start_text=said[Meaning.START],
            due=due,
            due_text=said[Meaning.DUE],
            status_key=status_key,
            delivery=delivery,
            impact=impact,
            progress=said[Meaning.PROGRESS],
            difference=difference,
            next_steps=said[Meaning.NEXT],
            evidence=said[Meaning.EVIDENCE],
            problems=tuple(problems),
        )

    def _of_cells(self, row: tuple[Cell, ...]) -> Iterator[Problem]:
        """Say what is wrong with single cells: too long, or an error of the spreadsheet."""
        for meaning, at in self.columns.items():
            name = MEANING_WORDS[meaning]
            if row[at].cut:
                yield Problem(f"{name}: only the first {LONGEST_CELL:,} characters are kept", meaning=meaning)
            if _ERROR.fullmatch(row[at].text):
                yield Problem(f"{name}: the cell shows an error, {row[at].text}", meaning=meaning)

    def _days(self, said: Mapping[Meaning, str]) -> tuple[Written, Written]:
        start_text, due_text = said[Meaning.START], said[Meaning.DUE]
        start = self._chosen(start_text) or read_day(
            start_text, Around(financial_year=self.years.get(Meaning.START), begins=True)
        )
        due = self._chosen(due_text) or read_day(
            due_text, Around(start=start.on, financial_year=self.years.get(Meaning.DUE))
        )
        return start, due

    def _chosen(self, text: str) -> Written | None:
        if text not in self.choices.days:
            return None
        return Written(self.choices.days[text], "Chosen by you")

    def _contradicting_colour(
        self, row: tuple[Cell, ...], said: Mapping[Meaning, str], delivery: Delivery | None
    ) -> str:
        """Return the colour of a status that usually means another step than its words, "" for none.

        Words that stand on the same colour throughout contradict nothing: that is the key of this plan.
        """
        at = self.layout.colours_from
        colour = row[at].colour if 0 <= at < len(row) else ""
        usual = of_colour(colour, self.choices.ladders.delivery)
        if delivery is None or usual in (None, delivery):
            return ""
        of_words = self.colours[said[Meaning.STATUS]]
        return "" if len(of_words) == 1 and of_words[colour] > 1 else colour

    def _status(self, row: tuple[Cell, ...], said: Mapping[Meaning, str]) -> tuple[str, Delivery | None]:
        """Return what the status is called in the file, and which step that is: by words, else by colour."""
        words = " ".join(said[Meaning.STATUS].split())
        at = self.layout.colours_from
        colour = row[at].colour if 0 <= at < len(row) else ""
        if words:
            if words in self.choices.statuses:
                return words, self.choices.statuses[words]
            known = read_delivery(words, self.choices.ladders.delivery)
            if known is not None or not of_colour(colour, self.choices.ladders.delivery):
                return words, known
        if not colour:
            return "", None
        key = f"{COLOUR}{colour}"
        if key in self.choices.statuses:
            return key, self.choices.statuses[key]
        return key, of_colour(colour, self.choices.ladders.delivery)


def _same_number(one: str, other: str) -> bool:
    """Return whether two numbers name the same recommendation: "3.2" is an action of "3"."""
    first, second = one.strip(" ."), other.strip(" .")
    return first == second or re.match(rf"{re.escape(second)}[.\-/ ]?\w{{1,3}}$", first) is not None
