"""Forms about evidence: adding an item, linking one that is there, checking, filtering the library."""

import re
from collections.abc import Mapping, Sequence
from typing import Any, ClassVar

from werkzeug.datastructures import FileStorage
from wtforms import HiddenField, StringField
from wtforms.fields.core import Field
from wtforms.validators import StopValidation

from tracker.evidence.queries import AGES, SORTS, Wanted
from tracker.forms import Form, day, file, long_text, radios, select, text
from tracker.guarded_forms import GuardedForm
from tracker.operations.errors import Refused
from tracker.operations.evidence import LONGEST_LINK, form_of, tidy_link
from tracker.rules.ladders import AUDIENCE_WORDS, KIND_WORDS, Verdict

KINDS = [(kind.value, words) for kind, words in KIND_WORDS.items()]
AUDIENCES = [(audience.value, words) for audience, words in AUDIENCE_WORDS.items()]
CHECKS = [("verified", "Verified"), ("unchecked", "Not checked yet"), ("challenged", "Challenged")]


class EvidenceFields(GuardedForm):
    """The fields of one item. Empty altogether, they ask for nothing: see `has_evidence`."""

    GUARDED: ClassVar[tuple[str, ...]] = ("title", "shows", "reference")

    link = text("Link", hint="Paste the address from SharePoint or Teams", most=LONGEST_LINK)
    file = file("Or a file")
    reference = text(
        "Or where it is kept", hint="In words, for example “audit folder 14, quality team”", most=1000
    )
    title = text("What it is", hint="For example “Weekend attendance, September”", most=300)
    shows = long_text("What it shows")
    kind = select("Kind", [("", "Choose a kind"), *KINDS], default="")
    effective_on = day(
        "What date is the evidence from?", hint="The day it speaks about, not the day you add it"
    )
    audience = select(
        "Who may see it",
        [("", "Choose who may see it"), *AUDIENCES],
        hint="Members: councillors, in the exempt part. Officers: in no report",
        default="",
    )

    @property
    def chosen_file(self) -> FileStorage | None:
        """Return the file that came with the form, if there is one."""
        data = self.file.data
        return data if data and data.filename else None

    @property
    def evidence_title(self) -> str:
        """Return what the item is called: as written, else the name of its file without its ending."""
        chosen = self.chosen_file
        name = chosen.filename if chosen else ""
        return self.title.data or (name or "").replace("\\", "/").rpartition("/")[2].rpartition(".")[0]

    def has_evidence(self) -> bool:
        """Return whether anything about evidence was filled in."""
        typed = (self.link, self.reference, self.title, self.shows, self.kind, self.audience)
        parts = self.effective_on.raw_data or []
        return (
            self.chosen_file is not None
            or any(field.data for field in typed)
            or any(isinstance(part, str) and part.strip() for part in parts)
        )

    def validate(self, extra_validators: Mapping[str, Sequence[Any]] | None = None) -> bool:
        """Check each field, and where there is evidence, that it is whole."""
        fine: bool = super().validate(extra_validators)
        if self.has_evidence():
            self._refuse_gaps()
        fine = fine and not self.errors
        if not fine and self.chosen_file:
            _say(self.file, "Choose the file again: browsers do not keep it while something is put right")
        return fine

    def _refuse_gaps(self) -> None:
        """Say at each field what a whole item still needs."""
        link = self.link.data or ""
        try:
            form_of(link=link, has_file=bool(self.chosen_file), reference=self.reference.data or "")
            if link:
                tidy_link(link)
        except Refused as refused:
            _say(self._fields[refused.field], refused.message)
        if not self.evidence_title:
            _say(self.title, "Say what the evidence is")
        if not self.kind.data:
            _say(self.kind, "Choose what kind of evidence it is")
        if self.effective_on.data is None:
            _say(self.effective_on, "Enter the date the evidence is from")
        if not self.audience.data:
            _say(self.audience, "Choose who may see the evidence")


class EvidenceForm(EvidenceFields):
    """An item by itself: it is asked for whole, even where nothing was filled in."""

    def has_evidence(self) -> bool:
        """Return True: the form is about nothing else."""
        return True


class ChangeForm(GuardedForm):
    """What is said about an item the plan has. Where it lies stays: another file is another item."""

    GUARDED = ("title", "shows")

    version = HiddenField()
    title = text("Title", required="Say what the evidence is", most=300)
    shows = long_text("What it shows", most=2000)
    kind = select("Kind", KINDS)
    effective_on = day("Date it is from", required="Enter the date the evidence is from")
    audience = select("Who may see it", AUDIENCES)


class RemoveFileForm(Form):
    """Why a file is removed."""

    reason = long_text(
        "Why it is removed",
        hint="Kept for ever: do not repeat the personal data",
        required="Say why it is removed, without repeating the personal data",
        most=1000,
    )


class LinkForm(Form):
    """An item the plan has already, for one more action."""

    number = text(
        "Number of the evidence",
        hint="For example E12, from the plan’s evidence list",
        required="Enter the number of the evidence",
        most=20,
    )

    def read_number(self) -> int | None:
        """Return the number in "E12", "e 12" or "12", or None where there is none."""
        digits = (self.number.data or "").strip().lower().removeprefix("e").strip()
        return int(digits) if digits.isascii() and digits.isdigit() and len(digits) < 9 else None


class CheckForm(GuardedForm):
    """A second person's verdict."""

    GUARDED: ClassVar[tuple[str, ...]] = ("note",)

    verdict = radios(
        "What did you find?",
        [
            (Verdict.VERIFIED.value, "Verified: I have seen it, and it shows what it says"),
            (Verdict.CHALLENGED.value, "Challenged: something is missing"),
            (Verdict.WITHDRAWN.value, "Withdraw the check that stands"),
        ],
        required="Choose what you found",
    )
    note = long_text(
        "What you looked at, or what is missing", hint="A challenge needs this, so that it can be answered"
    )


_AGES = [
    (key, f"{'Over' if is_older else 'Up to'} {months} months old")
    for key, (is_older, months) in AGES.items()
]


class FilterForm(Form):
    """Which items of the library are listed. It comes with the address, so that a list can be shared."""

    class Meta(Form.Meta):
        """Reading needs no token."""

        csrf = False

    kind = select("Kind", [("", "All kinds"), *KINDS], default="")
    check = select("Check", [("", "All"), *CHECKS], default="")
    audience = select("Who may see it", [("", "All"), *AUDIENCES], default="")
    age = select("Age", [("", "Any age"), *_AGES], default="")
    action = text("Supports action", hint="Like 11.3, or 11 for all of 11", most=20)
    sort = select("Sort by", [("", "Newest number first"), *SORTS.items()], default="")

    def validate_action(self, field: StringField) -> None:
        """Refuse what is no number of an action or a recommendation."""
        if field.data and not re.fullmatch(r"[0-9]{1,4}(\.[0-9]{1,4})?", field.data):
            raise StopValidation("Enter the number of an action, like 11.3")

    def filters(self) -> dict[str, str]:
        """Return what was chosen, by name; nothing where the address asks for what there is not."""
        return (
            {name: field.data for name, field in self._fields.items() if field.data}
            if self.validate()
            else {}
        )

    def wanted(self) -> Wanted:
        """Return what was chosen, for a query."""
        return Wanted(**self.filters())


def _say(field: Field, words: str) -> None:
    """Add an error unless the field has one: the first is the one that is shown."""
    if not field.errors:
        field.errors = [words]
