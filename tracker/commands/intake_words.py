"""What a reading looks like in a terminal."""

from __future__ import annotations

from tracker.formatting import counted, long_date
from tracker.intake.model import ProposedRecommendation, Reading

_DATES = (("inspected_from", "Inspected from"), ("inspected_to", "Inspected to"), ("published", "Published"))


def as_text(name: str, reading: Reading) -> str:
    """Return what was found in a document, for people to read."""
    lines = [name, f"  Kind: {reading.kind_title}", f"  Provider: {reading.provider or 'not found'}"]
    for key, words in _DATES:
        if value := getattr(reading, key):
            lines.append(f"  {words}: {long_date(value)}")
    if reading.inspectors:
        lines.append(f"  Inspectors: {', '.join(reading.inspectors)}")
    if reading.judgements:
        lines.append("  Judgements:")
        lines += [f"    {judgement.area}: {judgement.grade}" for judgement in reading.judgements]
    lines.append(f"  {counted(len(reading.recommendations), 'recommendation')} found")
    section = None
    for proposal in reading.recommendations:
        if proposal.section != section:
            section = proposal.section
            lines.append(f"  {section or 'Without a section'}")
        lines.append(_proposal(proposal))
    if refs := [finding.number for finding in reading.findings if finding.is_marked and finding.number]:
        lines.append(f"  Findings marked “(Recommendation)”: {', '.join(refs)}")
    if reading.unmatched:
        lines.append(f"  {counted(len(reading.unmatched), 'passage')} not matched to any recommendation")
    lines += [f"  {words}" for words in (reading.message, *reading.warnings) if words]
    return "\n".join(lines) + "\n"


def lines_of_doubt(reading: Reading) -> str:
    """Return the doubtful proposals with why they are doubted, and what to do."""
    doubtful = [proposal for proposal in reading.recommendations if not proposal.sure]
    sure = len(reading.recommendations) - len(doubtful)
    lines = [f"{counted(sure, 'proposal')} sure and {len(doubtful)} doubtful:"]
    for proposal in doubtful:
        lines.append(_proposal(proposal))
        lines.append(f"      Page {proposal.passage.page}. {proposal.doubt or 'We are not sure of it.'}")
    lines.append("Nothing was imported. Check the report on the site, or add --accept-doubtful.")
    return "\n".join(lines)


def _proposal(proposal: ProposedRecommendation) -> str:
    number = f"{proposal.number.rstrip('.')}. " if proposal.number else ""
    timescale = f" [{proposal.timescale}]" if proposal.timescale else ""
    doubt = "" if proposal.sure else " (doubtful)"
    return f"    - {number}{' '.join(proposal.text.split())}{timescale}{doubt}"
