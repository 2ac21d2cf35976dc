"""Makes WeasyPrint quicker at what a report repeats: words, sizes, marks and page references.

Each piece keeps a result that the library would work out again; none changes what a page shows. They reach
into the library, so they are put in only while a report is made, and only for the versions they were measured
with (docs/decisions/0016-shortcuts-for-the-renderer.md). With any other version a report comes out the same,
and slower.
"""

import copy
import logging
import sys
from collections import OrderedDict
from collections.abc import Collection, Hashable, Iterator
from contextlib import contextmanager
from typing import Any

import pydyf
import weasyprint
from weasyprint import draw
from weasyprint.document import Page
from weasyprint.draw import text as drawing
from weasyprint.formatting_structure import boxes
from weasyprint.layout import percent
from weasyprint.matrix import Matrix
from weasyprint.pdf.stream import Stream
from weasyprint.text import line_break

log = logging.getLogger(__name__)

MEASURED_WITH = {"weasyprint": "70.0", "pydyf": "0.13.0"}
PIECES = ("references", "lines", "struts", "sizes", "flow", "texts", "marks", "pages")

_LONGEST_TEXT = 120  # characters; longer ones hardly ever come twice
_MOST_KEPT = 3_000


@contextmanager
def shortcuts(pieces: Collection[str] = PIECES) -> Iterator[None]:
    """Put the pieces in while a report is made; nothing, where the versions are others."""
    if {"weasyprint": weasyprint.VERSION, "pydyf": pydyf.VERSION} != MEASURED_WITH:
        log.info("A report is made without shortcuts: they were measured with %s.", MEASURED_WITH)
        pieces = ()
    changed = []
    for place, name, new, piece in _replacements():
        if piece in pieces:
            changed.append((place, name, getattr(place, name)))
            setattr(place, name, new)
    try:
        yield
    finally:
        for place, name, old in changed:
            setattr(place, name, old)


def _replacements() -> list[tuple[Any, str, Any, str]]:
    """Return what is replaced where. A function is replaced in every module that has bound its name."""
    bound = [
        ("split_first_line", _split_first_line, "lines"),
        ("strut", _strut, "struts"),
        ("resolve_percentages", _resolve_percentages, "sizes"),
        ("draw_first_line", _draw_first_line, "texts"),
        ("draw_text", _draw_text, "texts"),
        ("draw_background_image", _draw_background_image, "marks"),
    ]
    modules = [module for name, module in sys.modules.items() if name.startswith("weasyprint.")]
    return [
        (pydyf.PDF, "page_references", property(_page_references), "references"),
        (boxes.Box, "is_in_normal_flow", _is_in_normal_flow, "flow"),
        (Page, "paint", _paint, "pages"),
        *(
            (module, name, new, piece)
            for name, new, piece in bound
            for module in modules
            if name in vars(module)
        ),
    ]


class _Kept(OrderedDict[Hashable, Any]):
    """The results used last."""

    def find(self, key: Hashable) -> Any:
        """Return what is kept, or None."""
        if key not in self:
            return None
        self.move_to_end(key)
        return self[key]

    def keep(self, key: Hashable, value: Any) -> None:
        """Keep a result, and forget the one that was not used for longest where there are too many."""
        self[key] = value
        if len(self) > _MOST_KEPT:
            self.popitem(last=False)


def _kept(fonts: Any, kind: str) -> _Kept:
    """Return what is kept for a document; it goes with the document's fonts."""
    kinds: dict[str, _Kept] = vars(fonts).setdefault("kept", {})
    return kinds.setdefault(kind, _Kept())


def forget_lines(fonts: Any) -> None:
    """Let go of how the lines of a document broke, when it is laid out."""
    _kept(fonts, "lines").clear()


def _page_references(pdf: Any) -> tuple[bytes, ...]:
    """Return the references of all pages. Each tag asks for them, so the time grew with the square."""
    pages = pdf.pages["Kids"]
    count, found = vars(pdf).get("kept_references", (0, ()))
    if count != len(pages):
        found = tuple(f"{number} 0 R".encode("ascii") for number in pages[::3])
        pdf.kept_references = (len(pages), found)
    return tuple(found)


_original_paint = Page.paint


def _paint(page: Any, stream: Any, scale: float = 1) -> None:
    """Paint a page, and keep its thousands of steps as one text: they wait until the last page is painted."""
    _original_paint(page, stream, scale)
    stream.stream = [b"\n".join(map(pydyf._to_bytes, stream.stream))]


# What a line break and the shapes of letters depend on.
_TEXT_PROPERTIES = (
    "direction", "lang", "font_language_override", "font_family", "font_style", "font_stretch", "font_weight",
    "font_size", "font_kerning", "font_variant_ligatures", "font_variant_position", "font_variant_caps",
    "font_variant_numeric", "font_variant_alternates", "font_variant_east_asian", "font_feature_settings",
    "font_variation_settings", "text_decoration_line", "word_spacing", "letter_spacing", "overflow_wrap",
    "word_break", "white_space", "tab_size", "hyphens", "hyphenate_character", "hyphenate_limit_chars",
    "hyphenate_limit_zone",
)  # fmt: skip


def _text_style(style: Any) -> Hashable:
    """Return a number for what a style says of text, worked out once for each style."""
    found: Hashable = vars(style).get("kept_text_style")
    if found is None:
        said = tuple(_hashable(style[name]) for name in _TEXT_PROPERTIES)
        known: dict[Hashable, int] = vars(style.font_config).setdefault("kept_text_styles", {})
        found = style.kept_text_style = known.setdefault(said, len(known))
    return found


def _hashable(value: Any) -> Hashable:
    if isinstance(value, set):
        return frozenset(value)
    return tuple(value) if isinstance(value, list) else value


_original_split = line_break.split_first_line


def _split_first_line(text: str, style: Any, context: Any, width: float | None, spacing: float,
                      is_line_start: bool = True, minimum: bool = False) -> Any:  # fmt: skip
    """Break a line, or remember how the same words broke in the same width: heads, names, dates, statuses."""
    if len(text) > _LONGEST_TEXT or spacing:
        return _original_split(text, style, context, width, spacing, is_line_start, minimum)
    kept = _kept(style.font_config, "lines")
    key = (text, _text_style(style), width, is_line_start, minimum)
    found = kept.find(key)
    if found is None:
        found = _original_split(text, style, context, width, spacing, is_line_start, minimum)
        kept.keep(key, found)
    layout, *rest = found
    # Drawing brings a layout to life and puts it to rest again, so each line has its own.
    return copy.copy(layout), *rest


_original_strut = line_break.strut


def _strut(style: Any) -> tuple[float, float]:
    """Return height and baseline of an empty line. Each style is asked some hundred times."""
    found: tuple[float, float] | None = vars(style).get("kept_strut")
    if found is None:
        found = style.kept_strut = _original_strut(style)
    return found


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


_original_draw_text = drawing.draw_text
_original_draw_first_line = drawing.draw_first_line


class _Recorder:
    """Passes everything on to a page's stream, and notes what is written of a text."""

    def __init__(self, stream: Any) -> None:
        self._stream = stream
        self.written: list[tuple[Any, tuple[Any, ...]]] = []

    def __getattr__(self, name: str) -> Any:
        if name not in ("show_text", "set_font_size", "set_text_rise"):
            return getattr(self._stream, name)

        def write(*arguments: Any) -> None:
            self.written.append((getattr(Stream, name), arguments))
            getattr(self._stream, name)(*arguments)

        return write


def _is_plain(box: Any, overflow: str, ellipsis: Any) -> bool:
    """Whether the words of a text and its style alone say what is written."""
    return (
        (overflow, ellipsis) == ("clip", "none")
        and len(box.pango_layout.text) <= _LONGEST_TEXT
        and not box.pango_layout.justification_spacing
        and box.style["text_decoration_line"] == "none"
        and box.style["visibility"] == "visible"
    )


def _draw_text(stream: Any, box: Any, offset_x: float, overflow: str, ellipsis: Any = "none") -> None:
    """Write a text, or write again what was written of the same words in the same style."""
    written = None
    if _is_plain(box, overflow, ellipsis):
        texts = _kept(box.style.font_config, "texts")
        written = texts.find((box.pango_layout.text, _text_style(box.style)))
    if written is None:
        _original_draw_text(stream, box, offset_x, overflow, ellipsis)
        return
    stream.set_color(box.style["color"])
    stream.begin_text()
    stream.set_text_matrix(*Matrix(d=-1, e=box.position_x, f=box.position_y + box.baseline).values)
    for write, arguments in written:
        write(stream, *arguments)
    stream.end_text()


def _draw_first_line(stream: Any, box: Any, overflow: str, ellipsis: Any, matrix: Any) -> Any:
    """Write the letters of a text, and keep what was written unless pictures are among them."""
    if not box.text.strip() or not _is_plain(box, overflow, ellipsis):
        return _original_draw_first_line(stream, box, overflow, ellipsis, matrix)
    recorder = _Recorder(stream)
    pictures = _original_draw_first_line(recorder, box, overflow, ellipsis, matrix)
    if not pictures:
        texts = _kept(box.style.font_config, "texts")
        texts.keep((box.pango_layout.text, _text_style(box.style)), recorder.written)
    return pictures


_original_draw_background_image = draw.draw_background_image


def _draw_background_image(stream: Any, layer: Any, style: Any) -> None:
    """Draw a mark once for the whole document; every other place refers to it."""
    if layer.image is None or 0 in layer.size or layer.repeat != ("no-repeat", "no-repeat"):
        _original_draw_background_image(stream, layer, style)
        return
    marks = _kept(style.font_config, "marks")
    key = (id(stream._resources), id(layer.image), layer.size)
    with stream.artifact():
        if not layer.unbounded:
            stream.rectangle(*layer.painting_area)
            stream.clip()
            stream.end()
        if (found := marks.find(key)) is None:
            group = stream.add_group(0, 0, *layer.size)
            layer.image.draw(group, *layer.size, style)
            # The owners of the numbers in the key are kept too, so that nothing else can take the numbers.
            found = (group, stream._resources, layer.image)
            marks.keep(key, found)
        with stream.stacked():
            stream.transform(
                e=layer.position[0] + layer.positioning_area[0],
                f=layer.position[1] + layer.positioning_area[1],
            )
            stream.draw_x_object(found[0].id)
