"""What stands beside commentary while it is written: plain English, citations and marks gone wrong."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from tracker.report_screens.outline_queries import Citable
from tracker.rules.citations import evidence_cited, measures_cited
from tracker.rules.ladders import Audience
from tracker.rules.passages import parted
from tracker.rules.plain_english import Hint, explained, hints
from tracker.rules.short_forms import SHORT_FORMS


@dataclass(frozen=True)
class Help:
    """What to look at in the words of a section. `broken` prints otherwise than meant; none of it blocks.

    `overtaken` are citations of evidence that has a newer one.
    """

    broken: Sequence[str]
    overtaken: Sequence[str]
    hints: Sequence[Hint]
    explained: Mapping[str, str]

    @property
    def count(self) -> int:
        """Return how many things there are to look at."""
        return len(self.broken) + len(self.overtaken) + len(self.hints)


def help_with(
    texts: Sequence[str], glossary: Mapping[str, str], known: Citable, overtaken: Sequence[str]
) -> Help:
    """Return what to look at in the texts of a section; `overtaken` in words, from the plan's evidence."""
    whole = "\n\n".join(text for text in texts if text)
    return Help(
        broken=[found for text in texts for found in broken_marks(text, known)],
        overtaken=overtaken,
        hints=hints(whole, glossary, SHORT_FORMS),
        explained=explained(whole, glossary),
    )


def broken_marks(text: str, known: Citable) -> list[str]:
    """Return in words which citations print nothing, and which marks of passages are not right."""
    found = list(parted(text).problems)
    audiences = {one.number: one.audience for one in known.evidence}
    for number in evidence_cited(text):
        if number not in audiences:
            found.append(f"[E{number}] prints nothing: the plan has no evidence E{number}")
        elif audiences[number] is Audience.OFFICERS:
            found.append(f"[E{number}] prints nothing: E{number} is for officers only")
    codes = {one.code.upper() for one in known.measures}
    found += [
        f"{{m:{code}}} prints “(no such measure)”: no measure has the code {code}"
        for code in measures_cited(text)
        if code not in codes
    ]
    return found
