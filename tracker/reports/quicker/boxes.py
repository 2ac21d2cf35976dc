"""Boxes: their sizes, and the places of the lines within them."""

from collections.abc import Iterator
from typing import Any

from weasyprint.draw.color import get_color
from weasyprint.formatting_structure import boxes
from weasyprint.layout import background, inline, percent
from weasyprint.layout import float as floating

_SIZES = (
    *(f"{kind}_{side}" for kind in ("margin", "padding") for side in ("top", "right", "bottom", "left")),
    *(f"{limit}{size}" for size in ("width", "height") for limit in ("", "min_", "max_")),
)
_BORDERS = tuple(f"border_{side}_width" for side in ("top", "right", "bottom", "left"))
_original_resolve_percentages = percent.resolve_percentages


def _resolve_percentages(box: Any, containing_block: Any) -> None:
    """Set the sizes of a box. Those of a style without percentages are the same for every box."""
    style, own = box.style, vars(box)
    sizes = vars(style).get("kept_sizes")
    if sizes is None:
        sizes = style.kept_sizes = _fixed_sizes(style)
    if not sizes:
        _original_resolve_percentages(box, containing_block)
        return
    own.update(sizes)
    collapsed = style["border_collapse"] == "collapse"
    for name in _BORDERS:
        # The collapsed borders of a table are resolved before.
        if not (collapsed and hasattr(box, name)):
            own[name] = style[name]
    if style["box_sizing"] != "content-box":
        percent.adjust_box_sizing(box, "width")
        percent.adjust_box_sizing(box, "height")


def _fixed_sizes(style: Any) -> dict[str, Any]:
    """Return the sizes of a style, or {} where one depends on the box around it."""
    sizes: dict[str, Any] = {}
    for name in _SIZES:
        value = style[name]
        if value == "auto":
            sizes[name] = 0 if name.startswith("min_") else "auto"
        elif getattr(value, "unit", "").lower() == "px":
            sizes[name] = value.value
        else:
            return {}
    return sizes


_original_is_in_normal_flow = boxes.Box.is_in_normal_flow


def _is_in_normal_flow(box: Any) -> bool:
    """Return whether a box is neither floated nor placed. Each style is asked some hundred times."""
    found: bool | None = vars(box.style).get("kept_in_flow")
    if found is None:
        found = box.style.kept_in_flow = _original_is_in_normal_flow(box)
    return found


def _descendants(box: Any, placeholders: bool = False) -> Iterator[Any]:
    """Yield a box and all within it, in order, without a generator within a generator for each level."""
    waiting = [box]
    while waiting:
        one = waiting.pop()
        if isinstance(one, boxes.Box):
            yield one
            waiting.extend(reversed(one.children))
        elif placeholders:
            yield from one.descendants(placeholders)  # those of the box for which it stands
        else:
            yield one


_original_box_backgrounds = background.layout_box_backgrounds
_SHARP_CORNERS = dict.fromkeys(
    (f"border_{corner}_radius" for corner in ("top_left", "top_right", "bottom_right", "bottom_left")), (0, 0)
)


def _layout_box_backgrounds(page: Any, box: Any, get_image: Any, *others: Any, **named: Any) -> None:
    """Lay out the backgrounds of a box and all within it. Most styles have neither any nor round corners."""
    if box is page or others or named or not _is_bare(box.style):
        _original_box_backgrounds(page, box, get_image, *others, **named)
        return
    for name, corner in _SHARP_CORNERS.items():
        setattr(box, name, corner)
    for child in box.all_children():
        background.layout_box_backgrounds(page, child, get_image)
    box.background = None


def _is_bare(style: Any) -> bool:
    found: bool | None = vars(style).get("kept_bare")
    if found is None:
        found = style.kept_bare = (
            style["border_image_source"][0] == style["mask_border_source"][0] == "none"
            and all((0, "px") in style[name] for name in _SHARP_CORNERS)
            and (
                style["visibility"] == "hidden"
                or (
                    get_color(style, "background_color").alpha == 0
                    and all(kind == "none" for kind, _ in style["background_image"])
                )
            )
            and not style["box_shadow"]
        )
    return found


_original_avoid_collisions = floating.avoid_collisions


def _avoid_collisions(context: Any, box: Any, containing_block: Any, outer: bool = True) -> Any:
    """Return where a box has room. Where nothing floats, that is all of the block."""
    if (
        context.excluded_shapes
        or containing_block.style["direction"] != "ltr"
        or box.style["float"] != "none"
    ):
        return _original_avoid_collisions(context, box, containing_block, outer)
    left = containing_block.content_box_x()
    right = left + containing_block.width
    if outer:
        return left, box.position_y, right - left
    left, right = left + box.margin_left, right - box.margin_right
    return left - box.margin_left, box.border_box_y() - box.margin_top, right - left


def _collapse_margin(margins: list[float]) -> float:
    """Return the largest of the margins above nought, and the smallest below it, together."""
    highest = lowest = 0.0
    for margin in margins:
        if margin > highest:
            highest = margin
        elif margin < lowest:
            lowest = margin
    return highest + lowest


_original_next_line = inline.get_next_linebox


def _next_line(context: Any, linebox: Any, position_y: float, bottom_space: float, skip_stack: Any,
               containing_block: Any, *others: Any) -> Any:  # fmt: skip
    """Return the next line and where to go on; the short way where it is but words of one style."""
    *_, first_letter_style, first_line_style = others
    if (
        len(linebox.children) == 1
        and type(linebox.children[0]) is boxes.TextBox
        and linebox.children[0].style["vertical_align"] == "baseline"
        and not context.excluded_shapes
        and first_letter_style is first_line_style is None
        and containing_block.style["direction"] == "ltr"
    ):
        found = _line_of_words(context, linebox, position_y, skip_stack, containing_block)
        if found is not None:
            return found
    return _original_next_line(
        context, linebox, position_y, bottom_space, skip_stack, containing_block, *others
    )


def _line_of_words(
    context: Any, linebox: Any, position_y: float, skip_stack: Any, containing_block: Any
) -> Any:
    """Return what `get_next_linebox` would, or None where the words do not fit.

    The steps are the library's, in its order, so that every sum is rounded as there.
    """
    skip_stack = inline.skip_first_whitespace(linebox, skip_stack)
    if skip_stack == "continue":
        return None, None
    (words,) = linebox.children
    linebox.position_x = left = containing_block.content_box_x()
    linebox.position_y = words.position_y = position_y
    room = (left + containing_block.width) - left
    most = (left + room) * (1 + 1e-9)
    words.position_x = left + linebox.text_indent
    inline.resolve_percentages(words, containing_block)
    start = 0 if skip_stack is None or skip_stack[0] is None else next(iter(skip_stack[0]))
    shown, resume, ends_here = inline.split_text_box(context, words, most - words.position_x, start or 0)
    if shown is None or shown.position_x + shown.margin_width() > most:
        return None

    line = linebox.copy_with_children([shown])
    line.remove_decoration(start=skip_stack is not None, end=resume is not None)
    line.width = shown.position_x + shown.margin_width() - line.content_box_x()
    inline._adjust_line_height(line)
    linebox.width, linebox.height = line.width, line.height
    inline.remove_last_whitespace(context, line)
    aside = inline.text_align(context, line, room, last=resume is None or ends_here)

    shown.position_y = -shown.baseline
    top = min(shown.position_y, -line.baseline)
    bottom = max(shown.position_y + shown.margin_height(), line.margin_height() - line.baseline)
    line.baseline, line.position_y, line.height = -top, top, bottom - top
    line.margin_top = line.margin_bottom = 0
    line.translate(aside, position_y - top)
    line.position_y = position_y
    return line, None if resume is None else {0: {resume: None}}


IN_CLASSES = [
    (boxes.Box, "is_in_normal_flow", _is_in_normal_flow, "flow"),
    (boxes.Box, "descendants", _descendants, "walks"),
]
BY_NAME = [
    ("resolve_percentages", _resolve_percentages, "sizes"),
    ("layout_box_backgrounds", _layout_box_backgrounds, "backgrounds"),
    ("avoid_collisions", _avoid_collisions, "places"),
    ("collapse_margin", _collapse_margin, "places"),
    ("get_next_linebox", _next_line, "places"),
]
