"""The forms of the outline, the council's own words and the glossary."""

from collections.abc import Collection
from typing import ClassVar

from wtforms import HiddenField

from tracker.forms import Form, checkboxes, long_text, text
from tracker.guarded_forms import GuardedForm
from tracker.rules.outlines import Contents


class AddSectionForm(Form):
    """The heading of a section that the plan adds."""

    heading = text("Heading of a new section", required="Enter a heading for the new section")


class WordsForm(GuardedForm):
    """The words of one section. `began_with` is the id of the words they were started from."""

    GUARDED = ("heading", "introduction", "text")

    began_with = HiddenField()
    heading = text("Heading")
    introduction = long_text(
        "Introduction", hint="One or two sentences, printed larger at the start", most=1000
    )
    text = long_text("Commentary")
    measures = checkboxes("Measures in this section", coerce=int)
    services = checkboxes("Services in this section", coerce=int)
    priorities = checkboxes("Priorities in this section", coerce=int)

    def keep_only(self, names: Collection[str], holds: Collection[Contents]) -> None:
        """Leave out the fields that the section does not have."""
        for name in ("heading", "introduction"):
            if name not in names:
                del self[name]
        for one in Contents:
            if one not in holds:
                del self[one.value]

    def word(self, name: str) -> str:
        """Return what was typed into a field, "" where the section does not have it."""
        return str(self._fields[name].data or "") if name in self._fields else ""


class GlossaryForm(GuardedForm):
    """A word and what it means."""

    GUARDED: ClassVar[tuple[str, ...]] = ("term", "meaning")

    term = text("Word or short form", required="Enter the word or short form", most=60)
    meaning = text("What it means", required="Enter what it means", most=300)
