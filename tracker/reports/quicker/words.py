"""Words: how they break into lines, and how their letters are written."""

from collections.abc import Hashable
from typing import Any

from weasyprint.draw import text as drawing
from weasyprint.matrix import Matrix
from weasyprint.pdf.stream import Stream
from weasyprint.text import line_break
from weasyprint.text.ffi import ffi, gobject, pango

from tracker.reports.quicker.kept import kept

_LONGEST_TEXT = 120  # characters; longer ones hardly ever come twice

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
    lines = kept(style.font_config, "lines")
    key = (text, _text_style(style), width, is_line_start, minimum)
    found = lines.find(key)
    if found is None:
        found = _original_split(text, style, context, width, spacing, is_line_start, minimum)
        lines.keep(key, found)
    layout, *rest = found
    # Drawing brings a layout to life and puts it to rest again, so each line has its own.
    own = line_break.Layout.__new__(line_break.Layout)
    vars(own).update(vars(layout))
    return own, *rest


_original_setup = line_break.Layout.setup
_original_set_text = line_break.Layout.set_text


class _Setting:
    """What Pango needs to know of a style: made once, and shared by all its lines."""

    def __init__(self, style: Any) -> None:
        self.context = ffi.gc(
            pango.pango_font_map_create_context(style.font_config.font_map), gobject.g_object_unref
        )
        pango.pango_context_set_round_glyph_positions(self.context, False)
        pango.pango_context_set_base_dir(self.context, line_break.PANGO_DIRECTION[style["direction"]])
        if style["lang"]:
            self.language = pango.pango_language_from_string(style["lang"].encode())
            pango.pango_context_set_language(self.context, self.language)
        else:
            self.language = pango.pango_language_get_default()
        self.font = line_break.get_font_description(style)
        self.attributes = ffi.gc(pango.pango_attr_list_new(), pango.pango_attr_list_unref)
        features = line_break.font_features(
            style["font_kerning"], style["font_variant_ligatures"], style["font_variant_position"],
            style["font_variant_caps"], style["font_variant_numeric"], style["font_variant_alternates"],
            style["font_variant_east_asian"], style["font_feature_settings"],
        )  # fmt: skip
        if features:
            named = ",".join(f"{name} {value}" for name, value in features.items()).encode()
            pango.pango_attr_list_insert(self.attributes, pango.pango_attr_font_features_new(named))
        if style["overflow_wrap"] in ("anywhere", "break-word"):
            pango.pango_attr_list_insert(self.attributes, pango.pango_attr_insert_hyphens_new(False))


def _is_simple(style: Any) -> bool:
    """Whether a style needs no more than a `_Setting`."""
    return (
        style["text_decoration_line"] == "none"
        and style["font_language_override"] == "normal"
        and style["letter_spacing"] in ("normal", 0)
        and not style["word_spacing"]
    )


def _setup(layout: Any, style: Any) -> None:
    """Set up a line. Each is set up when it is broken and when it is drawn, and most are of few styles."""
    settings = vars(style.font_config).setdefault("kept_settings", {})
    key = _text_style(style)
    if key not in settings:
        settings[key] = _Setting(style) if _is_simple(style) else None
    layout.kept_setting = setting = None if layout.justification_spacing else settings[key]
    if setting is None:
        _original_setup(layout, style)
        return
    layout.style, layout.language, layout.first_line_direction = style, setting.language, 0
    layout.ascent = layout.underline_position = layout.strikethrough_position = None
    layout.layout = ffi.gc(pango.pango_layout_new(setting.context), gobject.g_object_unref)
    pango.pango_layout_set_auto_dir(layout.layout, False)
    pango.pango_layout_set_font_description(layout.layout, setting.font)
    pango.pango_layout_set_attributes(layout.layout, setting.attributes)


def _set_text(layout: Any, text: str, justify: bool = False) -> None:
    """Give a line its words; what its style says of all words is there already."""
    if layout.kept_setting is None or "\t" in text:
        _original_set_text(layout, text, justify)
        return
    end = text.find("\n")
    layout.text = text if end == -1 else text[: end + 2]
    pango.pango_layout_set_text(layout.layout, layout.text.encode().replace(b"\0", b""), -1)


_original_strut = line_break.strut


def _strut(style: Any) -> tuple[float, float]:
    """Return height and baseline of an empty line. Each style is asked some hundred times."""
    found: tuple[float, float] | None = vars(style).get("kept_strut")
    if found is None:
        found = style.kept_strut = _original_strut(style)
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
        texts = kept(box.style.font_config, "texts")
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
        texts = kept(box.style.font_config, "texts")
        texts.keep((box.pango_layout.text, _text_style(box.style)), recorder.written)
    return pictures


IN_CLASSES = [
    (line_break.Layout, "setup", _setup, "settings"),
    (line_break.Layout, "set_text", _set_text, "settings"),
]
BY_NAME = [
    ("split_first_line", _split_first_line, "lines"),
    ("strut", _strut, "struts"),
    ("draw_first_line", _draw_first_line, "texts"),
    ("draw_text", _draw_text, "texts"),
]
