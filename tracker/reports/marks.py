"""The status marks on paper: a shape for each step, in inks that rise with trouble.

On a grey print red stays darkest and blue palest, so the eye still finds what is off track. That is why the
inks differ from those of the screens, step by step, although a plan picks the colour by the same name. The
shape belongs to the step. Shapes are backgrounds, so that extracted text reads "R Off track" and no more.
"""

from dataclasses import dataclass
from functools import cache
from urllib.parse import quote

from tracker.reports.facts import DeliveryStep
from tracker.rules.ladders import PALETTE, Delivery


@dataclass(frozen=True)
class Ink:
    """How one colour of the palette is printed: the area, its edge, and letters upon it, all "#rrggbb"."""

    fill: str
    edge: str
    text: str
    dashed: bool = False


# Letters on each fill reach a contrast of 4.5 to 1; a test works it out.
INKS: dict[str, Ink] = {
    "red": Ink("#8f1414", "#8f1414", "#ffffff"),
    "amber": Ink("#f6c244", "#6b4a00", "#1c1b1a"),
    "green": Ink("#23805a", "#23805a", "#ffffff"),
    "blue": Ink("#dfeaf6", "#14467c", "#14467c"),
    "white": Ink("#ffffff", "#57534e", "#1c1b1a", dashed=True),
}

# Drawn on 28 by 22 units, which the style sheet shows as 7 by 5.5 mm.
_SHAPES: dict[Delivery, str] = {
    Delivery.OFF_TRACK: "<path {paint} d='M4.2 1.2h19.6v19.6H4.2z'/>",
    Delivery.AT_RISK: "<path {paint} stroke-linejoin='round' d='M14 1.2 27 20.9H1z'/>",
    Delivery.NOT_STARTED: "<circle {paint} cx='14' cy='11' r='9.9'/>",
    Delivery.ON_TRACK: "<circle {paint} cx='14' cy='11' r='10'/>",
    Delivery.DELIVERED: (
        "<path {paint} stroke-linejoin='round' d='M1.8 1.4h24.4v19.2H1.8z'/>"
        "<path fill='none' stroke='{text}' stroke-width='2.2' d='m15 11.4 3 3.2 5.6-7.4'/>"
    ),
}

_BARS = (
    "<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 25 16'><g stroke='#1c1b1a' stroke-width='1.4'>"
    "<path fill='{0}' d='M1 10h5v5H1z'/><path fill='{1}' d='M10 6h5v9h-5z'/>"
    "<path fill='{2}' d='M19 1h5v14h-5z'/></g></svg>"
)


_COVER = (
    "<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 92 145' preserveAspectRatio='none'>"
    "<g fill='white' fill-opacity='.09'>"
    "<path d='M0 119h20v26H0zM24 93h20v52H24zM48 67h20v78H48zM72 41h20v104H72z'/></g></svg>"
)


def ink_of(step: DeliveryStep) -> Ink:
    """Return the inks of a step in the colour that its plan picked."""
    if step.colour in INKS:
        return INKS[step.colour]
    shade = PALETTE.get(step.colour, PALETTE["grey"])
    return Ink(shade.fill, shade.fill, shade.text)


def shape(step: Delivery, ink: Ink) -> str:
    """Return the shape of a step as an address that holds an SVG picture."""
    dashes = " stroke-dasharray='3.2 2.4'" if ink.dashed else ""
    paint = f"fill='{ink.fill}' stroke='{ink.edge}' stroke-width='1.6'{dashes}"
    drawn = _SHAPES[step].format(paint=paint, text=ink.text)
    return _address(f"<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 28 22'>{drawn}</svg>")


def bars(filled: int) -> str:
    """Return the three rising bars of the impact ladder, `filled` of them black, as an SVG address."""
    return _address(_BARS.format(*("#1c1b1a" if place < filled else "#fff" for place in range(3))))


def css_name(step: Delivery) -> str:
    """Return the class of a step's mark, e.g. "off-track"."""
    return step.value.replace("_", "-")


def marks_css(key: tuple[DeliveryStep, ...]) -> str:
    """Return the rules that draw the marks of a plan's key."""
    rules = []
    for step in key:
        ink = ink_of(step)
        rules.append(
            f'.{css_name(step.step)} b{{color:{ink.text};background-image:url("{shape(step.step, ink)}")}}'
        )
    rules.append(f'.cover .band{{background-image:url("{_address(_COVER)}")}}')
    rules += [f'.i{filled}{{background-image:url("{bars(filled)}")}}' for filled in range(4)]
    return "\n".join(rules)


@cache
def own_pictures() -> frozenset[str]:
    """Return every address that `marks_css` can hold: the only "data:" that the renderer accepts."""
    inks = [*INKS.values(), *(Ink(shade.fill, shade.fill, shade.text) for shade in PALETTE.values())]
    shapes = [shape(step, ink) for step in Delivery for ink in inks]
    return frozenset([*shapes, *(bars(filled) for filled in range(4)), _address(_COVER)])


def _address(svg: str) -> str:
    return "data:image/svg+xml," + quote(svg, safe=" ='/:<>.,;()-")
