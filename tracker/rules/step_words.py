"""A plan's own words for the steps of the two ladders: what may be chosen, and what is wrong with a choice.

The steps and their shapes are fixed. Councils differ in what they call them: Blue is "done" in one and
"embedded" in another.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from tracker.rules.ladders import (
    DELIVERY_STEPS,
    IMPACT_ORDER,
    IMPACT_STEPS,
    LADDER_ORDER,
    PALETTE,
    Delivery,
    Impact,
    Shade,
    Step,
)

LONGEST_WORD = 30
LONGEST_MEANING = 200
# What stands on a page has to be told from its white by 3 to 1 (WCAG 2.2, 1.4.11).
LEAST_CONTRAST = 3.0


@dataclass(frozen=True)
class Ladders:
    """How a plan shows every step of both ladders."""

    delivery: Mapping[Delivery, Step]
    impact: Mapping[Impact, Step]

    @property
    def delivery_words(self) -> dict[Delivery, str]:
        """The word of each delivery step."""
        return {step: shown.word for step, shown in self.delivery.items()}

    def word(self, step: Delivery | Impact) -> str:
        """The word of a step of either ladder."""
        return self.delivery[step].word if isinstance(step, Delivery) else self.impact[step].word


@dataclass(frozen=True)
class Fault:
    """What is wrong: the step, the part of it ("word", "letter", "meaning", "colour"), and the message."""

    step: Delivery | Impact
    part: str
    message: str


USUAL = Ladders(DELIVERY_STEPS, IMPACT_STEPS)


def contrast(one: str, other: str) -> float:
    """The contrast of two colours "#rrggbb", from 1 to 21 (WCAG 2.2)."""
    darker, lighter = sorted((_luminance(one), _luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def _luminance(colour: str) -> float:
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def edge_of(shade: Shade) -> str:
    """The colour of a shape's edge: the fill, or that of the text where the fill is too pale for a page."""
    return shade.fill if contrast(shade.fill, "#ffffff") >= LEAST_CONTRAST else shade.text


# The bars of impact have no edge, so they take the darker colours only.
IMPACT_COLOURS = tuple(
    name for name, shade in PALETTE.items() if contrast(shade.fill, "#ffffff") >= LEAST_CONTRAST
)
DELIVERY_COLOURS = tuple(PALETTE)


def faults(ladders: Ladders) -> list[Fault]:
    """Everything that is wrong with a plan's words, in the order of the ladders; nothing where they may be.

    Words and letters are unique on their ladder, a delivery step has a letter, an impact step may have none,
    no two delivery steps share a colour, and every colour is of the palette.
    """
    found: list[Fault] = []
    rows: list[tuple[Delivery | Impact, Step]] = [(step, ladders.delivery[step]) for step in LADDER_ORDER]
    found += _of_ladder(rows, DELIVERY_COLOURS, needs_letters=True)
    impact: list[tuple[Delivery | Impact, Step]] = [(step, ladders.impact[step]) for step in IMPACT_ORDER]
    found += _of_ladder(impact, IMPACT_COLOURS, needs_letters=False)
    return found


def _of_ladder(
    rows: list[tuple[Delivery | Impact, Step]], colours: tuple[str, ...], *, needs_letters: bool
) -> Iterator[Fault]:
    words: set[str] = set()
    letters: set[str] = set()
    used: set[str] = set()
    for step, shown in rows:
        word, letter = shown.word.casefold(), shown.letter.casefold()
        if not word:
            yield Fault(step, "word", "Enter a word")
        elif len(shown.word) > LONGEST_WORD:
            yield Fault(step, "word", f"The word must have {LONGEST_WORD} characters or fewer")
        elif word in words:
            yield Fault(step, "word", f"“{shown.word}” is the word of another step")
        if not letter:
            if needs_letters:
                yield Fault(step, "letter", "Enter a letter")
        elif len(shown.letter) != 1 or not shown.letter.isalnum():
            yield Fault(step, "letter", "Enter one letter or figure")
        elif letter in letters:
            yield Fault(step, "letter", f"“{shown.letter}” is the letter of another step")
        if not shown.meaning:
            yield Fault(step, "meaning", "Say what it means")
        elif len(shown.meaning) > LONGEST_MEANING:
            yield Fault(step, "meaning", f"The meaning must have {LONGEST_MEANING} characters or fewer")
        if shown.colour not in colours:
            yield Fault(step, "colour", "Choose a colour of the list")
        elif needs_letters and shown.colour in used:
            yield Fault(step, "colour", "Another step has this colour")
        words.add(word)
        letters.add(letter)
        used.add(shown.colour)
