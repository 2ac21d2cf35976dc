"""Footnotes of one rendering: numbered in the order in which the templates cite them."""

from dataclasses import dataclass

from tracker.reports.facts import Evidence
from tracker.reports.words import short_date
from tracker.rules.ladders import CHECK_WORDS, KIND_WORDS, Audience, EvidenceKind, Verdict
from tracker.rules.report_kinds import ReportKind


@dataclass(frozen=True)
class Note:
    """One citation. `is_first` where the text of the note stands, else a reference back to it.

    `anchor` marks the first citation of the evidence in the report, to which the index links; "" elsewhere.
    """

    number: int
    item: Evidence
    is_first: bool
    anchor: str = ""


class Notes:
    """Hands out note numbers while a report is rendered. Within one part an item gets one number."""

    def __init__(self, evidence: dict[int, Evidence]) -> None:
        self._evidence = evidence
        self._last = 0
        self._in_part: dict[int, int] = {}
        self._anchored: set[int] = set()

    def begin(self, part: str) -> str:
        """Start a part of the report: from here on, items are noted anew. Returns "" for a template."""
        self._in_part = {}
        return ""

    def cite(self, numbers: tuple[int, ...]) -> list[Note]:
        """Cite evidence by number; numbers that the report does not hold are left out."""
        found = []
        for number in numbers:
            if number not in self._evidence:
                continue
            is_first = number not in self._in_part
            if is_first:
                self._last += 1
                self._in_part[number] = self._last
            anchor = "" if number in self._anchored else f"cite-E{number}"
            self._anchored.add(number)
            found.append(Note(self._in_part[number], self._evidence[number], is_first, anchor))
        return found

    def is_cited(self, number: int) -> bool:
        """Whether a part before this point has cited the item."""
        return number in self._anchored


_LONGEST_PLACE = 90
# Where a report lists its evidence.
_INDEX = {ReportKind.RECOMMENDATION: "below", ReportKind.SELF_EVALUATION: "in appendix A"}
_SHORT_KINDS = {EvidenceKind.DATA: "data", EvidenceKind.AUDIT: "audit", EvidenceKind.VOICE: "voice"}


def kind_and_date(item: Evidence) -> str:
    """Return "Data, 31 Oct 2026" with "Members only" where that is so."""
    parts = [KIND_WORDS[item.kind]]
    if item.effective:
        parts.append(short_date(item.effective))
    return ", ".join(parts) + (". Members only" if item.audience == Audience.MEMBERS else "")


def checked(item: Evidence) -> str:
    """Return who checked an item and when: "Verified by principal social worker, 9 Oct 2026"."""
    said = CHECK_WORDS[item.verdict]
    if item.verdict not in (Verdict.VERIFIED, Verdict.CHALLENGED):
        return said
    by = f" by {item.checked_by}" if item.checked_by else ""
    return f"{said}{by}, {short_date(item.checked_on)}" if item.checked_on else f"{said}{by}"


def note_text(item: Evidence, kind: ReportKind = ReportKind.BOARD) -> str:
    """Return the text of a footnote: title, kind, date, where it is, who checked it, number in the index."""
    index = f"E{item.number} {_INDEX.get(kind, 'in appendix B')}."
    if item.withheld:
        return f"Evidence available to members on request. {checked(item)}. {index}"
    title = item.title.rstrip(" .")
    # A long address would fill the foot of a page; the index has it in full.
    where = f" {item.where.rstrip('. ')}." if 0 < len(item.where) <= _LONGEST_PLACE else ""
    when = f", {short_date(item.effective)}" if item.effective else ""
    members = " Members only." if item.audience == Audience.MEMBERS else ""
    return f"{title} ({_SHORT_KINDS[item.kind]}{when}).{where}{members} {checked(item)}. {index}"
