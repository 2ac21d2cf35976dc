"""One part of a report, as an outline names it and a template sets it."""

from dataclasses import dataclass

from tracker.reports.facts import Measure, Priority


@dataclass(frozen=True)
class Part:
    """One part of the report: its anchor, heading, template, and the headings inside that the contents name.

    `label` stands small above the heading ("Priority 1", "Appendix A"). `introduction` and `commentary` are
    the council's own words, Markdown, or "". `services` are names and `priorities` numbers; of these and of
    `measures`, None stands for what the part usually holds.
    """

    key: str
    heading: str
    template: str
    label: str = ""
    entries: tuple[tuple[str, str], ...] = ()
    priority: Priority | None = None
    commentary: str = ""
    introduction: str = ""
    measures: tuple[Measure, ...] | None = None
    services: tuple[str, ...] | None = None
    priorities: tuple[int, ...] | None = None

    @property
    def full_heading(self) -> str:
        """Return the heading with its label, for contents, running head and bookmarks."""
        return f"{self.label}: {self.heading}" if self.label else self.heading

    @property
    def mention(self) -> str:
        """Return the label as it stands within a sentence: "appendix A"."""
        return self.label[:1].lower() + self.label[1:]

    @property
    def is_empty(self) -> bool:
        """Whether nothing but the heading would be printed of a part that holds only what was put into it."""
        return not (self.introduction or self.commentary or self.measures or self.services or self.priorities)
