"""The page on which recurring words are given their meaning: statuses, unclear days, and people."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from werkzeug.datastructures import MultiDict

from tracker.formatting import counted, long_date
from tracker.operations.plan_import_draft import NO_STATUS, ImportDecisions, names_of, rows_in
from tracker.operations.plan_import_people import Directory
from tracker.rules.ladders import AUDIENCE_WORDS, LADDER_ORDER, Audience
from tracker.rules.step_words import Ladders
from tracker.sheets.days import read_day
from tracker.sheets.model import Book
from tracker.sheets.rows import COLOUR
from tracker.sheets.statuses import of_colour, read_delivery

MOST_SHOWN = 300


@dataclass
class Asked:
    """One question about words of the file: its field, the words, in how many rows, and the answer so far."""

    field: str
    key: str
    words: str
    rows: str
    value: str
    choices: list[tuple[str, str]]
    hint: str = ""
    error: str = ""
    is_open: bool = False  # nothing was recognised: a person should look


class WordsPage:
    """The whole page, from what the file holds and what was decided."""

    def __init__(
        self, book: Book, decisions: ImportDecisions, directory: Directory, ladders: Ladders
    ) -> None:
        self.decisions, self.directory, self.ladders = decisions, directory, ladders
        steps = ((step.value, ladders.delivery[step]) for step in LADDER_ORDER)
        self.status_choices = [
            *((value, f"{shown.letter}  {shown.word}") for value, shown in steps),
            (NO_STATUS, "No status"),
        ]
        # What was decided before must not hide what there is to decide.
        plain = ImportDecisions(layouts=decisions.layouts)
        self.rows, _ = rows_in(book, plain, ladders)
        self.statuses = self._statuses()
        self.days = self._days()
        self.people = self._people()
        self.has_evidence = any(row.evidence for row in self.rows)
        self.audiences = [(each.value, AUDIENCE_WORDS[each]) for each in reversed(Audience)]

    @property
    def is_needed(self) -> bool:
        """Return whether there is anything to ask."""
        return bool(self.statuses or self.days or self.people or self.has_evidence)

    def _statuses(self) -> list[Asked]:
        count = Counter(row.status_key for row in self.rows if row.status_key)
        found = []
        for at, (key, number) in enumerate(count.most_common(MOST_SHOWN)):
            colour = key.removeprefix(COLOUR) if key.startswith(COLOUR) else ""
            own = self.ladders.delivery
            read = of_colour(colour, own) if colour else read_delivery(key, own)
            stored = self.decisions.statuses.get(key)
            found.append(
                Asked(
                    field=f"s{at}",
                    key=key,
                    words=f"Colour only: {colour}" if colour else f"“{key[:80]}”",
                    rows=counted(number, "row"),
                    value=stored or (read.value if read else NO_STATUS),
                    choices=self.status_choices,
                    is_open=read is None and stored is None,
                )
            )
        return found

    def _days(self) -> list[Asked]:
        count: Counter[str] = Counter()
        why: dict[str, str] = {}
        for row in self.rows:
            for text, written in ((row.due_text, row.due), (row.start_text, row.start)):
                if written.asks:
                    count[text] += 1
                    why[text] = written.why
        found = []
        for at, (text, number) in enumerate(count.most_common(MOST_SHOWN)):
            stored = self.decisions.days.get(text)
            found.append(
                Asked(
                    field=f"d{at}",
                    key=text,
                    words=f"“{' '.join(text.split())[:80]}”",
                    rows=counted(number, "row"),
                    value=long_date(stored) if stored else "",
                    choices=[],
                    hint=why[text],
                    is_open=stored is None,
                )
            )
        return found

    def _people(self) -> list[Asked]:
        found = []
        for at, (key, (named, number)) in enumerate(list(names_of(self.rows).items())[:MOST_SHOWN]):
            choices = self.directory.choices(named)
            stored = self.decisions.people.get(key, "")
            found.append(
                Asked(
                    field=f"p{at}",
                    key=key,
                    words=named.words,
                    rows=counted(number, "row"),
                    value=stored if stored in dict(choices) else self.directory.guess(named),
                    choices=choices,
                )
            )
        return found

    def enter(self, sent: MultiDict[str, str]) -> None:
        """Put what was sent into the decisions. An answer belongs to the words that were sent with it."""
        for asked in self.statuses:
            value = sent.get(asked.field, "")
            if sent.get(f"{asked.field}-key") == asked.key and value in dict(self.status_choices):
                asked.value = value
                self.decisions.statuses[asked.key] = value
        for asked in self.days:
            if sent.get(f"{asked.field}-key") == asked.key:
                self._enter_day(asked, " ".join(sent.get(asked.field, "").split())[:60])
        for asked in self.people:
            value = sent.get(asked.field, "")
            if sent.get(f"{asked.field}-key") == asked.key and value in dict(asked.choices):
                asked.value = value
                self.decisions.people[asked.key] = value
        if sent.get("audience") in set(Audience):
            self.decisions.audience = Audience(sent["audience"])

    def _enter_day(self, asked: Asked, typed: str) -> None:
        asked.value = typed
        if not typed:
            self.decisions.days[asked.key] = ""
            return
        written = read_day(typed)
        if written.on is None or written.asks:
            asked.error = f"Type a date like 31 March 2027 for {asked.words}, or leave it empty"
        else:
            self.decisions.days[asked.key] = written.on.isoformat()

    def errors(self) -> list[dict[str, str]]:
        """Return what cannot be understood of what was typed."""
        return [{"text": asked.error, "href": f"#{asked.field}"} for asked in self.days if asked.error]
