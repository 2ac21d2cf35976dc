"""Asks as proposals: resolutions and repeats left out, timescales split off, sections named, doubts said."""

from __future__ import annotations

import re
from collections import Counter

from tracker.intake.ask_lists import Ask
from tracker.intake.frameworks import Framework, is_lead_in_sentence, not_asks
from tracker.intake.model import Passage, ProposedRecommendation
from tracker.intake.phrases import even
from tracker.intake.timescales import split_timescale

# The mark of a footnote right after the last stop ("… homeless.2").
_FOOTNOTE_MARK = re.compile(r"(?<=[a-z)’”][.;,])\d{1,2}$")
_LONGEST = 2_500
_SHORTEST = 12


def proposals(asks: list[Ask], framework: Framework) -> list[ProposedRecommendation]:
    """What is offered to the lead, in document order."""
    kept = _without_yielding(_without_repeats([ask for ask in asks if _is_ask(ask)]), framework)
    _name_sections(kept)
    _say_doubts(kept)
    unknown = None if framework.sure else "The kind of this document was not recognised."
    return [
        ProposedRecommendation(
            number=ask.number,
            text=ask.text,
            timescale=ask.timescale,
            section=ask.section,
            passage=Passage(ask.first.page, ask.first.start, ask.last.end),
            rule=ask.rule,
            sure=ask.doubt is None and framework.sure,
            doubt=ask.doubt or unknown,
        )
        for ask in kept
    ]


def _is_ask(ask: Ask) -> bool:
    ask.text = _FOOTNOTE_MARK.sub("", re.sub(r"\s+", " ", ask.text).strip())
    if len(re.sub(r"\W", "", ask.text)) < 5 or not_asks().match(even(ask.text)):
        return False
    return not is_lead_in_sentence(ask.text)


def _without_repeats(asks: list[Ask]) -> list[Ask]:
    """A summary and an appendix may print the same list again: the first one is kept."""
    kept: list[Ask] = []
    repeated: list[Ask] = []
    seen: dict[str, list[Ask]] = {}
    for ask in asks:
        text, own = split_timescale(ask.text)
        ask.text = text or ask.text
        ask.timescale = own or ask.timescale
        alike = seen.setdefault(re.sub(r"\W", "", ask.text.lower()), [])
        if any(_is_same(ask, other) for other in alike):
            repeated.append(ask)
        else:
            alike.append(ask)
            kept.append(ask)
    # One ask that several services are given stands in lists that otherwise differ.
    again = Counter(ask.list_number for ask in repeated)
    size = Counter(ask.list_number for ask in asks)
    shared = [ask for ask in repeated if again[ask.list_number] * 2 < size[ask.list_number]]
    return sorted([*kept, *shared], key=lambda ask: ask.first.start) if shared else kept


def _is_same(ask: Ask, other: Ask) -> bool:
    """True for two asks of equal words that are one: of one number, or of timescales that do not differ."""
    if ask.number and ask.number == other.number:
        return True
    return ask.timescale == other.timescale or not (ask.timescale and other.timescale)


def _without_yielding(asks: list[Ask], framework: Framework) -> list[Ask]:
    """Lists that give way to a formal list of the same document; alone, they are offered as doubtful."""
    yielding = [ask for ask in asks if framework.yields.match(even(ask.section or ""))]
    if len(yielding) < len(asks):
        return [ask for ask in asks if ask not in yielding]
    for ask in yielding:
        ask.doubt = (
            ask.doubt or f"It stands under “{ask.section}”, and the document has no formal list of asks."
        )
    return asks


def _name_sections(asks: list[Ask]) -> None:
    """A section is named only where there is more than one list: by part, by heading, or by both."""
    parts = {ask.part for ask in asks}
    headings = {ask.section for ask in asks}
    for ask in asks:
        names = [ask.part if len(parts) > 1 else None, ask.section if len(headings) > 1 else None]
        ask.section = " – ".join(name for name in names if name) or None


def _say_doubts(asks: list[Ask]) -> None:
    """Say what looks wrong with an ask, in words."""
    previous: Ask | None = None
    for ask in asks:
        if ask.doubt is None:
            ask.doubt = _doubt(ask, previous)
        previous = ask


def _doubt(ask: Ask, previous: Ask | None) -> str | None:
    if len(ask.text) < _SHORTEST:
        return "It is very short: the text may be cut off."
    if len(ask.text) > _LONGEST:
        return "It is very long: text that does not belong to it may have been joined."
    before, this = (previous.number if previous else None) or "", ask.number or ""
    same_list = previous is not None and previous.section == ask.section
    if same_list and before.isdigit() and this.isdigit() and int(this) > int(before) + 1:
        return f"Nothing was found between number {before} and number {this}."
    return None
