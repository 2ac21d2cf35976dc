"""Forms whose words reach reports: they warn before saving what looks as if it identified a child.

The warning asks to change the words or to confirm them, and keeps what was typed. A confirmation holds for
the very words it was given for: other words that look so are asked about again.
"""

import hashlib
from collections.abc import Mapping, Sequence
from typing import Any, ClassVar

from wtforms import StringField

from tracker.forms import Form
from tracker.rules.child_guard import Likeness, likenesses


class GuardedForm(Form):
    """A form that names in `GUARDED` the fields it looks at. Its page shows `components/guard.html`."""

    GUARDED: ClassVar[tuple[str, ...]] = ()
    identifies_nobody = StringField("I have checked: these words identify no child")

    def __init__(self, *arguments: Any, **options: Any) -> None:
        """Put the confirmation last, where it stands on the page and belongs in the summary of errors."""
        super().__init__(*arguments, **options)
        self._fields["identifies_nobody"] = self._fields.pop("identifies_nobody")

    def likenesses(self) -> tuple[Likeness, ...]:
        """Return what looks as if it identified a child, each once."""
        texts = (str(self._fields[name].data or "") for name in self.GUARDED if name in self._fields)
        return tuple(dict.fromkeys(found for text in texts for found in likenesses(text)))

    @property
    def likeness_code(self) -> str:
        """Return what a confirmation of the present words sends."""
        told = "\n".join(sorted(found.words for found in self.likenesses()))
        return hashlib.sha256(told.encode()).hexdigest()[:16]

    def validate(self, extra_validators: Mapping[str, Sequence[Any]] | None = None) -> bool:
        """Check each field, and that words which may identify a child were confirmed."""
        fine: bool = super().validate(extra_validators)
        if self.likenesses() and self.identifies_nobody.data != self.likeness_code:
            self.identifies_nobody.errors = [
                "Change the words that may identify a child, or tick that they identify nobody"
            ]
            return False
        return fine
