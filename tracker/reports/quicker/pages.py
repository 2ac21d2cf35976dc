"""Pages: how often one is laid out, and what is written of it."""

import copy
import zlib
from types import SimpleNamespace
from typing import Any

import pydyf
from weasyprint import draw
from weasyprint.css.targets import TargetCollector
from weasyprint.document import Page
from weasyprint.layout import page as paging

from tracker.reports.quicker.kept import kept


def _page_references(pdf: Any) -> tuple[bytes, ...]:
    """Return the references of all pages. Each tag asks for them, so the time grew with the square."""
    pages = pdf.pages["Kids"]
    count, found = vars(pdf).get("kept_references", (0, ()))
    if count != len(pages):
        found = tuple(f"{number} 0 R".encode("ascii") for number in pages[::3])
        pdf.kept_references = (len(pages), found)
    return tuple(found)


_original_to_bytes = pydyf._to_bytes


def _to_bytes(item: Any) -> bytes:
    """Return what is written of a number or a word: half a million times for a hundred pages."""
    kind = type(item)
    if kind is bytes:
        return bytes(item)
    if kind is float:
        return b"%d" % item if item.is_integer() else f"{item:f}".rstrip("0").encode("ascii")
    if kind is str or kind is int:
        return str(item).encode("ascii")
    return bytes(_original_to_bytes(item))


_original_paint = Page.paint


def _paint(page: Any, stream: Any, scale: float = 1) -> None:
    """Paint a page, and keep its thousands of steps as one text: they wait until the last page is painted."""
    _original_paint(page, stream, scale)
    stream.stream = [b"\n".join(map(pydyf._to_bytes, stream.stream))]


_original_collect = TargetCollector.collect_missing_counters


def _collect_missing_counters(
    collector: Any, box: Any, kind: str, parse_again: Any, own: list[str], of_targets: Any
) -> None:
    """Note whose page number a box waits for.

    The library does not see through `target-counter(attr(href), page)`: it takes the number for that of the
    page on which the box stands, and lays each such page out three times.
    """
    goal = box.element.get("href", "") if box.element is not None else ""
    if goal.startswith("#") and list(of_targets) == [None] and of_targets[None] is own:
        own, of_targets = [], {goal[1:]: own}
    _original_collect(collector, box, kind, parse_again, own, of_targets)


_original_make_page = paging.make_page


def _make_page(context: Any, *others: Any) -> Any:
    """Lay a page out when the numbers of earlier pages that it names stand in it.

    The library writes them in only afterwards, and lays the page out once more.
    """
    for place in context.target_collector.counter_lookup_items.values():
        if place.pending and not place.missing_counters:
            place.parse_again(place.cached_page_counter_values)
            place.pending = False
    return _original_make_page(context, *others)


def _cache_target_page_counters(
    collector: Any, anchor: str, counters: dict[str, list[int]], index: int, page_maker: Any
) -> None:
    """Note the page of an anchor, and mark the pages that name it where its number has changed.

    The library marks them where any counter has, and the number of all pages always does.
    """
    target = collector.target_lookup_items.get(anchor)
    if collector.collecting or target is None or target.state != "up-to-date":
        return
    target.page_maker_index = index
    before, target.cached_page_counter_values = target.cached_page_counter_values, copy.deepcopy(counters)
    for (_, kind), place in collector.counter_lookup_items.items():
        named = place.missing_target_counters.get(anchor) if kind == "content" else None
        if named is None or all(before.get(name) == counters.get(name) for name in named):
            continue
        if place.page_maker_index is None or place.page_maker_index >= len(page_maker):
            place.pending = True
        elif any(counters.get(name) is not None for name in named):
            page_maker[place.page_maker_index][-1]["content_changed"] = True
            place.parse_again(place.cached_page_counter_values)


def _pack(level: int) -> Any:
    """Pack a stream. The library's level 9 takes three times as long and saves a fiftieth of the file."""
    return zlib.compressobj(min(level, 7))


_original_draw_background_image = draw.draw_background_image


def _draw_background_image(stream: Any, layer: Any, style: Any) -> None:
    """Draw a mark once for the whole document; every other place refers to it."""
    if layer.image is None or 0 in layer.size or layer.repeat != ("no-repeat", "no-repeat"):
        _original_draw_background_image(stream, layer, style)
        return
    marks = kept(style.font_config, "marks")
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


IN_CLASSES = [
    (pydyf.PDF, "page_references", property(_page_references), "references"),
    (Page, "paint", _paint, "pages"),
    (TargetCollector, "collect_missing_counters", _collect_missing_counters, "numbers"),
    (TargetCollector, "cache_target_page_counters", _cache_target_page_counters, "numbers"),
    (pydyf, "_to_bytes", _to_bytes, "bytes"),
    (pydyf, "zlib", SimpleNamespace(compressobj=_pack), "packing"),
]
BY_NAME = [
    ("make_page", _make_page, "numbers"),
    ("draw_background_image", _draw_background_image, "marks"),
]
