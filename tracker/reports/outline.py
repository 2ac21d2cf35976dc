"""The outline of the board report: which parts it has, in what order, and what its contents list names."""

from collections.abc import Callable
from dataclasses import dataclass

from tracker.reports.facts import Priority
from tracker.reports.findings import measures_of
from tracker.reports.snapshot import Snapshot
from tracker.rules.report_kinds import ReportKind


@dataclass(frozen=True)
class Part:
    """One part of the report: its anchor, heading, template, and the headings inside that the contents name.

    `label` stands small above the heading ("Priority 1", "Appendix A"). `commentary` are the council's own
    words, Markdown, or "".
    """

    key: str
    heading: str
    template: str
    label: str = ""
    entries: tuple[tuple[str, str], ...] = ()
    priority: Priority | None = None
    commentary: str = ""

    @property
    def full_heading(self) -> str:
        """Return the heading with its label, for contents, running head and bookmarks."""
        return f"{self.label}: {self.heading}" if self.label else self.heading


def outline_of(snapshot: Snapshot) -> tuple[Part, ...]:
    """Return the parts of a report of the snapshot's kind, in their order."""
    return OUTLINES[snapshot.kind](snapshot)


def board_outline(snapshot: Snapshot) -> tuple[Part, ...]:
    """Return the parts of the board report after cover and contents, in the default order."""

    def part(key: str, heading: str, label: str = "", entries: tuple[tuple[str, str], ...] = ()) -> Part:
        own = snapshot.commentary(key)
        return Part(
            key,
            own.heading if own and own.heading else heading,
            f"reports/parts/{key}.html",
            label,
            entries,
            commentary=own.text if own else "",
        )

    parts = [part("glance", "At a glance"), part("changed", "What changed")]
    if snapshot.services or snapshot.commentary("overview"):
        parts.append(part("overview", "Overview of services"))
    if snapshot.measures:
        parts.append(part("data", "High-level data"))
    review = [("from", "Where the recommendations came from"), ("checks", "How progress is checked")]
    if snapshot.leaders:
        review.append(("leads", "Who answers for what"))
    parts.append(part("review", "Review of the period", entries=tuple(review)))
    parts.append(part("plan", "Plan on a page"))
    if snapshot.commentary("leaders"):
        parts.append(part("leaders", "Impact of leaders"))
    if snapshot.services:
        stages = tuple((f"journey-{place}", name) for place, name in enumerate(snapshot.services, 1))
        parts.append(part("journey", "The child’s journey", entries=stages))
    parts += [_priority_part(snapshot, priority) for priority in snapshot.priorities]
    if snapshot.questions:
        parts.append(part("questions", "Questions from members"))
    parts.append(part("app-a", "Every action", "Appendix A"))
    parts.append(part("app-b", "Evidence", "Appendix B"))
    parts.append(part("app-c", "Measures’ data", "Appendix C"))
    parts.append(part("app-d", "Key and glossary", "Appendix D"))
    return tuple(parts)


def _priority_part(snapshot: Snapshot, priority: Priority) -> Part:
    key = f"priority-{priority.number}"
    entries = [(f"{key}-recs", "Recommendations and actions")] if priority.recommendations else []
    if measures_of(snapshot, priority):
        entries.append((f"{key}-measures", "How we measure it"))
    if priority.safety_map:
        entries.append((f"{key}-map", "Signs of Safety map"))
    own = snapshot.commentary(key)
    return Part(
        key,
        priority.title,
        "reports/parts/priority.html",
        f"Priority {priority.number}" if priority.number else "",
        tuple(entries),
        priority,
        own.text if own else "",
    )


# The kinds of report that can be made.
OUTLINES: dict[ReportKind, Callable[[Snapshot], tuple[Part, ...]]] = {ReportKind.BOARD: board_outline}
