"""Which family a fill colour belongs to: people choose any of fifty greens and mean "green"."""

from __future__ import annotations

import colorsys
import re

RED, AMBER, GREEN, BLUE, GREY, PURPLE, BLACK = "red", "amber", "green", "blue", "grey", "purple", "black"
FAMILIES = (RED, AMBER, GREEN, BLUE, GREY, PURPLE, BLACK)

_HEX = re.compile(r"(?:[0-9A-Fa-f]{2})?([0-9A-Fa-f]{6})")
# Where one hue ends, in degrees. Yellow and orange are what people use for amber; turquoise is a blue.
_HUES = ((18, RED), (68, AMBER), (172, GREEN), (258, BLUE), (335, PURPLE), (361, RED))


def family_of(rgb: str, tint: float = 0.0) -> str:
    """Return the family of "RRGGBB" or "AARRGGBB", lightened or darkened by a theme's tint (-1 to 1).

    "" for white, nearly white and what is no colour.
    """
    match = _HEX.fullmatch(rgb)
    if match is None:
        return ""
    red, green, blue = (int(match[1][at : at + 2], 16) / 255 for at in (0, 2, 4))
    hue, lightness, saturation = colorsys.rgb_to_hls(red, green, blue)
    tint = min(1.0, max(-1.0, tint))
    lightness = lightness * (1 + tint) if tint < 0 else lightness * (1 - tint) + tint
    if lightness > 0.97:
        return ""
    if lightness < 0.08:
        return BLACK
    if saturation < 0.16:
        return "" if lightness > 0.94 else GREY
    degrees = hue * 360
    return next(family for end, family in _HUES if degrees < end)
