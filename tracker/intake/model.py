"""What a reading holds: plain frozen values that can be written to JSON and read back."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Any


class UnreadableDocument(Exception):
    """A document that cannot be read. `message` says why, in words a lead understands."""

    def __init__(self, message: str) -> None:
        super().__init__(message)
        self.message = message


@dataclass(frozen=True, slots=True)
class Passage:
    """Where something stands: page (from 1) and character range in `Reading.source_text`."""

    page: int
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class ProposedRecommendation:
    """One thing the document asks for, as found. Nothing is created from it before a person agrees."""

    number: str | None
    text: str
    timescale: str | None
    section: str | None
    passage: Passage
    rule: str
    sure: bool = True
    doubt: str | None = None


@dataclass(frozen=True, slots=True)
class MarkedFinding:
    """A numbered finding of the inspection; `is_marked` when it carries "(Recommendation)"."""

    number: str | None
    text: str
    passage: Passage
    is_marked: bool


@dataclass(frozen=True, slots=True)
class Judgement:
    """A grade given by this inspection (never an earlier one) to one area."""

    area: str
    grade: str


@dataclass(frozen=True, slots=True)
class UnmatchedPassage:
    """A passage that sounds like an ask and stands in no list: shown in the tray, never imported."""

    text: str
    passage: Passage
    why: str


@dataclass(frozen=True, slots=True)
class Reading:
    """All that was found in one document. Dates are ISO strings as exact as printed (YYYY-MM-DD, YYYY-MM)."""

    kind: str
    kind_title: str
    provider: str | None = None
    inspected_from: str | None = None
    inspected_to: str | None = None
    published: str | None = None
    inspectors: tuple[str, ...] = ()
    judgements: tuple[Judgement, ...] = ()
    recommendations: tuple[ProposedRecommendation, ...] = ()
    findings: tuple[MarkedFinding, ...] = ()
    unmatched: tuple[UnmatchedPassage, ...] = ()
    message: str | None = None
    warnings: tuple[str, ...] = ()
    source_text: str = ""
    page_starts: tuple[int, ...] = field(default=(0,))

    def to_dict(self) -> dict[str, Any]:
        """The reading as JSON-ready values, with the keys a truth file of an inspection document has."""
        data = asdict(self)
        data["dates"] = {key: data.pop(key) for key in ("inspected_from", "inspected_to", "published")}
        data["finding_refs"] = [_number(f.number) for f in self.findings if f.is_marked and f.number]
        for key in ("inspectors", "judgements", "recommendations", "findings", "unmatched", "warnings"):
            data[key] = list(data[key])
        data["page_starts"] = list(self.page_starts)
        return data

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> Reading:
        """Rebuild a reading from `to_dict()` (also after a trip through JSON)."""
        dates = data.get("dates") or {}
        return cls(
            kind=data["kind"],
            kind_title=data.get("kind_title") or data["kind"],
            provider=data.get("provider"),
            inspected_from=dates.get("inspected_from"),
            inspected_to=dates.get("inspected_to"),
            published=dates.get("published"),
            inspectors=tuple(data.get("inspectors", ())),
            judgements=tuple(Judgement(**each) for each in data.get("judgements", ())),
            recommendations=tuple(
                ProposedRecommendation(**{**each, "passage": Passage(**each["passage"])})
                for each in data.get("recommendations", ())
            ),
            findings=tuple(
                MarkedFinding(**{**each, "passage": Passage(**each["passage"])})
                for each in data.get("findings", ())
            ),
            unmatched=tuple(
                UnmatchedPassage(**{**each, "passage": Passage(**each["passage"])})
                for each in data.get("unmatched", ())
            ),
            message=data.get("message"),
            warnings=tuple(data.get("warnings", ())),
            source_text=data.get("source_text", ""),
            page_starts=tuple(data.get("page_starts", (0,))),
        )


def _number(printed: str) -> int | str:
    """Paragraph numbers as integers where they are whole numbers, else as printed."""
    return int(printed) if printed.isdigit() else printed
