"""Statuses as people write them: a word, a letter, a share, a sign, or the colour of the cell."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import TypeVar

from tracker.rules.ladders import DELIVERY_STEPS, IMPACT_STEPS, PALETTE, Delivery, Impact, Step
from tracker.sheets import colours

_WORDS: dict[Delivery, str] = {
    Delivery.DELIVERED: "b blue complete completed done delivered closed achieved finished implemented met "
    "embedded|complete and embedded|fully complete|fully implemented|action complete|action completed|"
    "completed and embedded|signed off|business as usual|bau|glas|cwblhawyd|wedi'i gwblhau|wedi ei gwblhau|"
    "yes|100%|✔|✓|✅|☑|🔵|🟦|\uf0fc|complete - evidenced|target met|actioned",
    Delivery.ON_TRACK: "g green ontrack underway progressing started ongoing gwyrdd|on track|on target|"
    "on schedule|in progress|under way|on going|good progress|progressing well|in hand|on course|"
    "ar y trywydd iawn|ar y trywydd|yn mynd rhagddo|🟢|🟩|wip|work in progress|commenced|on plan",
    Delivery.AT_RISK: "a y amber yellow orange ambr oren melyn|at risk|some delay|minor delay|some concerns|"
    "off track but recoverable|mewn perygl|some slippage|slight delay|partially complete|partly complete|"
    "partially met|partly met|partial|partially implemented|🟡|🟠|🟨|🟧|needs attention",
    Delivery.OFF_TRACK: "r red overdue late delayed slipped missed behind stalled coch|off track|off target|"
    "behind schedule|not on track|significant delay|at significant risk|not met|not achieved|"
    "oddi ar y trywydd|🔴|🟥|serious concerns|stuck|critical|escalated",
    Delivery.NOT_STARTED: "n grey gray white planned pending llwyd|not started|not yet started|not begun|"
    "not yet due|not due|to start|yet to start|to be started|to do|todo|heb ddechrau|heb ei ddechrau|0%|"
    "⚪|⬜|"
    "future|not commenced|scheduled|proposed|no progress|not yet begun",
}


def _listed(words: str) -> list[str]:
    single, *phrases = words.split("|")
    return [*single.split(), *phrases]


_KNOWN = {word: step for step, words in _WORDS.items() for word in _listed(words)} | {
    step.word.casefold(): delivery for delivery, step in DELIVERY_STEPS.items()
}
_COLOUR_NAMES = {
    "blue": colours.BLUE,
    "green": colours.GREEN,
    "amber": colours.AMBER,
    "yellow": colours.AMBER,
    "orange": colours.AMBER,
    "red": colours.RED,
    "grey": colours.GREY,
    "gray": colours.GREY,
    "purple": colours.PURPLE,
    "black": colours.BLACK,
}
# What each colour of the palette looks like as the fill of a cell; "" for white.
_PALETTE_FAMILIES = {name: colours.family_of(shade.fill.lstrip("#")) for name, shade in PALETTE.items()}
_BY_COLOUR = {
    colours.BLUE: Delivery.DELIVERED,
    colours.GREEN: Delivery.ON_TRACK,
    colours.AMBER: Delivery.AT_RISK,
    colours.RED: Delivery.OFF_TRACK,
    colours.GREY: Delivery.NOT_STARTED,
}
_IMPACTS = {step.word.casefold(): impact for impact, step in IMPACT_STEPS.items()} | {
    "too early to say": Impact.TOO_EARLY,
    "too early to tell": Impact.TOO_EARLY,
    "too early to see impact": Impact.TOO_EARLY,
    "not yet": Impact.TOO_EARLY,
    "some impact": Impact.SOME_EVIDENCE,
    "emerging": Impact.SOME_EVIDENCE,
    "early evidence": Impact.SOME_EVIDENCE,
}
_Ladder = TypeVar("_Ladder", Delivery, Impact)
_BEFORE = re.compile(r"^(?:b?rag|status|rating|current|now|overall)\s*(?:status|rating)?\s*[:=–-]?\s+")


def read_delivery(text: str, own: Mapping[Delivery, Step] = DELIVERY_STEPS) -> Delivery | None:
    """Return the step that the words mean, None where they do not say one: "Amber/Green" says two.

    `own` is how the plan shows its steps: its own words and letters come before the usual ones.
    """
    words = _even(text)
    if not words or len(words) > 200:
        return None
    named = _own(words, own)
    if named is not None:
        return named
    spoken = {name: step for name in _COLOUR_NAMES if (step := of_colour(_COLOUR_NAMES[name], own))}
    for form in (words, _BEFORE.sub("", words), re.sub(r"\s*\([^)]*\)", "", words).strip()):
        if form in _COLOUR_NAMES:
            return spoken.get(form)
        if form in _KNOWN:
            return _KNOWN[form]
    # "B - Complete", "Green: on track", "Delivered (B)": every part that is known has to say the same.
    parts = [part for part in re.split(r"\s*[-–—:/|,;()\n]+\s*|\s+and\s+|\s+to\s+", words) if part]
    if len(parts) > 1:
        known = {_KNOWN[part] for part in parts if part in _KNOWN}
        # A colour with its own meaning behind it is one status: the key of a plan gives the colour its words.
        by_colour = {spoken[part] for part in parts if part in spoken}
        if len(by_colour) == 1:
            return by_colour.pop()
        return known.pop() if len(known) == 1 and not by_colour else None
    within = {step for name, step in spoken.items() if re.search(rf"\b{name}\b", words)}
    if len(within) == 1 and len(words) < 40:
        return within.pop()
    share = re.fullmatch(r"(\d{1,3})(?:\.\d+)? ?%(?: complete)?", words)
    if share and int(share[1]) in (0, 100):
        return Delivery.DELIVERED if int(share[1]) == 100 else Delivery.NOT_STARTED
    return None


def of_colour(family: str, own: Mapping[Delivery, Step] = DELIVERY_STEPS) -> Delivery | None:
    """Return the step that a colour stands for, None for white and where the plan does not say.

    The colours of the plan's own steps come first. A colour that the plan gives to none keeps its usual
    meaning, unless the plan shows that step in another colour than the usual one.
    """
    named = [step for step, shown in own.items() if shown.colour == family]
    alike = [step for step, shown in own.items() if family and _PALETTE_FAMILIES[shown.colour] == family]
    if found := named or alike:
        return found[0] if len(found) == 1 else None
    usual = _BY_COLOUR.get(family)
    return usual if usual and own[usual].colour == DELIVERY_STEPS[usual].colour else None


def read_impact(text: str, own: Mapping[Impact, Step] = IMPACT_STEPS) -> Impact | None:
    """Return the step of the impact ladder that the words name, None for anything else; the plan's first."""
    words = _even(text)
    named = _own(words, own)
    return _IMPACTS.get(words) if named is None else named


def _own(words: str, own: Mapping[_Ladder, Step]) -> _Ladder | None:
    """Return the step that a plan calls so: by its word, its letter, or both."""
    # Words go before letters: the letter of one step may be the whole word of another.
    for step, shown in own.items():
        if words and words == _even(shown.word):
            return step
    for step, shown in own.items():
        letter, word = _even(shown.letter), _even(shown.word)
        if letter and words in {letter, f"{letter} {word}", f"{letter} - {word}"}:
            return step
    return None


def _even(text: str) -> str:
    line = " ".join(text.casefold().replace("’", "'").replace("\ufe0f", "").split())
    return line.strip(" .!*•-–:")
