"""Charts as SVG, drawn once for page and paper.

Sizes are in points of the page, because neither the style sheet nor its fonts reach a picture: font and
colours stand in attributes, and the council's colour arrives as `color`. Each chart has a title that says
in words what it shows; the same numbers stand in a table beside it.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from markupsafe import Markup, escape

from tracker.reports.facts import DeliveryStep
from tracker.reports.marks import ink_of
from tracker.reports.words import short_month
from tracker.rules.ladders import Delivery

WIDTH = 493  # points: the 174 mm of a page
_INK, _RULE, _HAIR = "#1c1b1a", "#8f8a83", "#d6d1c9"


@dataclass(frozen=True)
class Line:
    """What a chart of readings shows besides its line; `shown` is the value with its unit."""

    name: str
    value: float
    shown: str


def _svg(title: str, width: float, height: float, colour: str, body: Markup, description: str = "") -> Markup:
    said = Markup("<desc>{}</desc>").format(description) if description else ""
    return Markup(
        '<svg xmlns="http://www.w3.org/2000/svg" role="img" color="{}" '
        'font-family="Report Sans, Arial, sans-serif" font-size="9" fill="{}" '
        'width="{}pt" height="{}pt" viewBox="0 0 {} {}"><title>{}</title>{}{}</svg>'
    ).format(colour, _INK, f"{width:g}", f"{height:g}", f"{width:g}", f"{height:g}", title, said, body)


def _drawn(parts: Sequence[str]) -> Markup:
    """Join what this module drew; words in it went through `_text`, which escapes them."""
    return Markup("".join(parts))  # noqa: S704


def _text(x: float, y: float, words: str, more: str = "") -> str:
    return f'<text x="{x:.1f}" y="{y:.1f}"{more}>{escape(words)}</text>'


def status_bars(
    title: str,
    rows: Sequence[tuple[str, dict[Delivery, int]]],
    key: Sequence[DeliveryStep],
    *,
    width: float = WIDTH,
    label_width: float = 96,
    most: int = 0,
) -> Markup:
    """Draw one bar of counts for each row, worst step first, all on one scale: that of `most`, or their own.

    A part too narrow for letter and number shows the number alone or nothing: the table has it.
    """
    most = most or max((sum(counts.values()) for _, counts in rows), default=0)
    room = width - label_width - 22
    body = []
    for place, (label, counts) in enumerate(rows):
        top = 1 + place * 21
        at = label_width
        if label:
            body.append(_text(0, top + 12, label))
        for step in key:
            if not (count := counts.get(step.step, 0)):
                continue
            wide = room * count / most
            ink = ink_of(step)
            dashes = ' stroke-dasharray="2.4 1.8"' if ink.dashed else ""
            body.append(
                f'<rect x="{at + 0.5:.1f}" y="{top}" width="{max(wide - 1.8, 0.8):.1f}" height="17" '
                f'fill="{ink.fill}" stroke="{ink.edge}"{dashes}/>'
            )
            shown = (
                f"{step.letter} {count}"
                if wide >= 21
                else str(count)
                if wide >= 5.5 * len(str(count)) + 3
                else ""
            )
            if shown:
                middle = f' text-anchor="middle" fill="{ink.text}" font-weight="600"'
                body.append(_text(at + wide / 2 - 0.4, top + 12, shown, middle))
            at += wide
        body.append(_text(at + 5, top + 12, str(sum(counts.values()))))
    return _svg(title, width, max(len(rows), 1) * 21 - 1, "#000000", _drawn(body))


def stages(title: str, rows: Sequence[tuple[str, int]], whole: int, colour: str) -> Markup:
    """Draw how many of `whole` reached each stage, as filled frames under one another."""
    left, right = 178.0, 467.0
    body = []
    for place, (label, count) in enumerate(rows):
        top = 1 + place * 16
        filled = (right - left) * count / whole if whole else 0
        body.append(_text(0, top + 10, label))
        body.append(
            f'<rect x="{left}" y="{top}" width="{right - left}" height="13" fill="#fff" stroke="{_RULE}" '
            'stroke-width=".6"/>'
        )
        if count:
            body.append(f'<rect x="{left}" y="{top}" width="{filled:.1f}" height="13" fill="currentColor"/>')
        inside = filled > 22
        at = left + filled + (-5 if inside else 5)
        look = ' text-anchor="end" fill="#fff" font-weight="600"' if inside else ' font-weight="600"'
        body.append(_text(at, top + 10, str(count), look))
    body.append(_text(right + 5, 11, str(whole)))
    return _svg(title, WIDTH, len(rows) * 16, colour, _drawn(body))


def _scale(low: float, high: float) -> tuple[float, float, float]:
    """Return a round start, end and step that hold both values in three to six steps."""
    if high == low:
        low, high = low - 1, high + 1
    size = 10.0 ** (len(f"{(high - low):.0f}") - 1) if high - low >= 1 else 0.1
    step = next(
        s
        for s in (size / 10, size / 5, size / 4, size / 2, size, 2 * size, 5 * size)
        if (high - low) / s <= 5
    )
    first = step * int(low / step) if low >= 0 else -step * int(-low / step + 1)
    last = first
    while last < high - step * 1e-9:
        last += step
    return first, last, step


def _apart(wanted: Sequence[float], gap: float, lowest: float) -> list[float]:
    """Push heights at least `gap` apart, keeping their order, none below `lowest` on the page."""
    order = sorted(range(len(wanted)), key=lambda place: wanted[place])
    placed = [0.0] * len(wanted)
    at = float("-inf")
    for place in order:
        at = max(wanted[place], at + gap)
        placed[place] = at
    over = max(placed, default=0) - lowest
    if over > 0:
        limit = lowest
        for place in reversed(order):
            placed[place] = min(placed[place], limit)
            limit = placed[place] - gap
    return placed


def readings(
    title: str,
    points: Sequence[tuple[date, Decimal]],
    shown: Sequence[str],
    *,
    own: str,
    unit: str,
    colour: str,
    target: Line | None = None,
    others: Sequence[Line] = (),
    description: str = "",
    width: float = WIDTH,
    height: float = 142,
) -> Markup:
    """Draw readings over time as a line, the target dashed, comparators as marks, names beside the lines.

    `shown` are the values as printed, `own` the name of the council's line, `description` says what the lines
    and marks are. The readings are spaced by date.
    """
    values = [float(amount) for _, amount in points]
    low, high, step = _scale(
        min([*values, *(line.value for line in others), *([target.value] if target else [])]),
        max([*values, *(line.value for line in others), *([target.value] if target else [])]),
    )
    names = 119.0 if width > 300 else 84.0
    left, right, top, bottom = 34.0, width - names - 9, 8.0, height - 20
    days = max((points[-1][0] - points[0][0]).days, 1)

    def across(day: date) -> float:
        if len(points) == 1:
            return (left + right) / 2
        return left + 8 + (right - left - 16) * (day - points[0][0]).days / days

    def down(amount: float) -> float:
        return bottom - (bottom - top) * (amount - low) / (high - low)

    body = []
    grid = low
    while grid <= high + step * 1e-6:
        label = f"{grid:.10g}{'%' if unit == '%' else ''}"
        body.append(
            f'<path d="M{left:.1f} {down(grid):.1f}H{right:.1f}" stroke="{_HAIR}" stroke-width=".6"/>'
        )
        body.append(_text(left - 5, down(grid) + 3, label, ' text-anchor="end"'))
        grid += step
    every = max(1, -(-len(points) * 40 // int(right - left)))
    for place, (day, _) in enumerate(points):
        if (len(points) - 1 - place) % every == 0:
            body.append(_text(across(day), height - 6, short_month(day), ' text-anchor="middle"'))
    if target:
        body.append(
            f'<path d="M{left:.1f} {down(target.value):.1f}H{right:.1f}" stroke="{_INK}" stroke-width="1.1" '
            'stroke-dasharray="5 3"/>'
        )
    for place, line in enumerate(others):
        y = down(line.value)
        sign = (
            f"M{right - 4:.1f} {y - 4:.1f}h8v8h-8z"
            if place % 2 == 0
            else f"M{right:.1f} {y - 5:.1f}l5 5-5 5-5-5z"
        )
        body.append(f'<path d="{sign}" fill="#fff" stroke="#57534e" stroke-width="1.2"/>')
    line_points = "L".join(f"{across(day):.1f} {down(float(amount)):.1f}" for day, amount in points)
    body.append(
        '<path fill="none" stroke="currentColor" stroke-width="2.4" stroke-linejoin="round" '
        f'd="M{line_points}"/>'
    )
    body += [
        f'<circle cx="{across(day):.1f}" cy="{down(float(amount)):.1f}" r="3" fill="currentColor"/>'
        for day, amount in points
    ]
    if len(points) > 1:
        y = down(values[0]) + (-7 if down(values[0]) - 15 > 0 else 14)
        body.append(_text(across(points[0][0]) + 3, y, shown[0], ' text-anchor="middle" font-weight="600"'))
    beside = [(own, values[-1], shown[-1], ' fill="currentColor" font-weight="600"')]
    beside += [
        (line.name, line.value, line.shown, "") for line in ([target] if target else []) + list(others)
    ]
    heights = _apart([down(amount) + 3 for _, amount, _, _ in beside], 11.5, height - 4)
    limit = 27 if width > 300 else 21
    for (name, _, said, look), y in zip(beside, heights, strict=True):
        name = name if len(name) + len(said) < limit else name[: limit - len(said) - 1].rstrip() + "…"
        body.append(_text(right + 9, y, f"{name} {said}", look))
    return _svg(title, width, height, colour, _drawn(body), description)


def spark(
    title: str,
    points: Sequence[tuple[date, Decimal]],
    *,
    target: Decimal | None = None,
    width: float = 96,
    height: float = 27,
) -> Markup:
    """Draw readings as a bare line in black for a row of a table: the target dashed, the newest as a dot."""
    values = [float(amount) for _, amount in points]
    held = [*values, float(target)] if target is not None else values
    low, high = min(held), max(held)
    days = max((points[-1][0] - points[0][0]).days, 1)

    def across(day: date) -> float:
        return 4 + (width - 8) * ((day - points[0][0]).days / days if len(points) > 1 else 0.5)

    def down(amount: float) -> float:
        return height - 4 - (height - 8) * ((amount - low) / (high - low) if high > low else 0.5)

    body = []
    if target is not None:
        body.append(
            f'<path d="M0 {down(float(target)):.1f}H{width:g}" stroke="{_INK}" stroke-width=".8" '
            'stroke-dasharray="3 2"/>'
        )
    line_points = "L".join(f"{across(day):.1f} {down(float(amount)):.1f}" for day, amount in points)
    body.append(
        '<path fill="none" stroke="currentColor" stroke-width="1.6" stroke-linejoin="round" '
        f'd="M{line_points}"/>'
    )
    body.append(
        f'<circle cx="{across(points[-1][0]):.1f}" cy="{down(values[-1]):.1f}" r="2.6" fill="currentColor"/>'
    )
    return _svg(title, width, height, "#000000", _drawn(body))


def scale(
    title: str, marks: Sequence[tuple[str, int]], colour: str, *, width: float = WIDTH, ends: tuple[str, str]
) -> Markup:
    """Draw where somebody put themselves from 0 to 10 over time, as (day, value) pairs, the oldest first.

    The newest is a filled dot. Where several stand on one value, their days stand above one another.
    """
    # Narrow pictures have no room beside the line, so what its ends mean stands below them.
    is_narrow = width < 300
    left, right = (14.0, width - 14) if is_narrow else (70.0, width - 80)
    step = (right - left) / 10
    stacks = _stacks(marks, reach=int(31 // step))
    line = 9.0 + 11 * max((bottom + len(labels) for bottom, labels in stacks.values()), default=1)

    def across(value: int) -> float:
        return left + step * value

    body = []
    if is_narrow:
        body += [_text(0, line + 29, ends[0]), _text(width, line + 29, ends[1], ' text-anchor="end"')]
    else:
        body += [_text(0, line + 3, ends[0]), _text(width, line + 3, ends[1], ' text-anchor="end"')]
    body.append(f'<path d="M{left:.1f} {line:.1f}H{right:.1f}" stroke="{_INK}" stroke-width="1"/>')
    for value in range(11):
        body.append(
            f'<path d="M{across(value):.1f} {line - 4:.1f}v8" stroke="{_INK}" stroke-width=".8"/>'
            + _text(across(value), line + 16, str(value), ' text-anchor="middle"')
        )
    for value, (bottom, labels) in stacks.items():
        is_newest = value == marks[-1][1]
        body.append(
            f'<circle cx="{across(value):.1f}" cy="{line:.1f}" r="{6 if is_newest else 4.5}" '
            f'fill="{"currentColor" if is_newest else "#fff"}" stroke="currentColor" stroke-width="1.6"/>'
        )
        for place, label in enumerate(reversed(labels)):
            weight = ' font-weight="600"' if is_newest and place == 0 else ""
            body.append(
                _text(
                    across(value), line - 11 - 11 * (bottom + place), label, f' text-anchor="middle"{weight}'
                )
            )
    return _svg(title, width, line + (33 if is_narrow else 20), colour, _drawn(body))


def _stacks(marks: Sequence[tuple[str, int]], reach: int) -> dict[int, tuple[int, list[str]]]:
    """Return the labels above each value, and the row from which they stand upwards.

    Labels of values that are at most `reach` apart would touch on one row, so they stand on different ones.
    """
    labels: dict[int, list[str]] = {}
    for label, value in marks:
        labels.setdefault(value, []).append(label)
    placed: dict[int, tuple[int, list[str]]] = {}
    for value in sorted(labels):
        taken = {
            row
            for other, (bottom, held) in placed.items()
            if abs(other - value) <= reach
            for row in range(bottom, bottom + len(held))
        }
        size = len(labels[value])
        bottom = next(row for row in range(len(marks) + 1) if not taken & set(range(row, row + size)))
        placed[value] = bottom, labels[value]
    return placed
