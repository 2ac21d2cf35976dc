"""The page from top to bottom as Word's blocks: headings, paragraphs, lists, tables, in the page's order."""

from collections.abc import Callable, Sequence

from tracker.reports.word.inline import Picture, Piece, Start, Style, Words, pieces_of
from tracker.reports.word.look import Look
from tracker.reports.word.markup import Element, field, hidden_field, w
from tracker.reports.word.numbering import Numbering
from tracker.reports.word.paragraphs import Paragraphs
from tracker.reports.word.sections import LANDSCAPE, LARGE_LANDSCAPE, PORTRAIT, Section, end_section
from tracker.reports.word.tables import table_of

_HEADINGS = {"h1": "Heading 1", "h2": "Heading 2", "h3": "Heading 3", "h4": "Heading 4"}
_BLOCKS = {
    *_HEADINGS,
    "p",
    "ul",
    "ol",
    "dl",
    "table",
    "blockquote",
    "section",
    "div",
    "article",
    "nav",
    "main",
    "img",
}
_ACROSS = {"wide": LANDSCAPE, "a4": LANDSCAPE, "a3": LARGE_LANDSCAPE}  # classes of sections, as in page.css
_DOWN_THE_COVER = 2400  # twentieths of a point
_BESIDE = "  |  "  # between things that stand beside one another on the page


class Blocks:
    """Writes the blocks of one document, one after the other."""

    def __init__(self, paragraphs: Paragraphs, numbering: Numbering, look: Look) -> None:
        self.written: list[Element] = []
        self.section: Section = PORTRAIT
        self._paragraphs = paragraphs
        self._numbering = numbering
        self._look = look
        self._entries: dict[str, tuple[int, str]] = {}
        self._heading = ""
        self.has_cover = False
        # Whether the next heading stands at the top of a page, and whether it has to begin that page.
        self._is_on_top = self._begins_a_page = False
        self._by_tag: dict[str, Callable[[Element], None]] = {
            **dict.fromkeys(_HEADINGS, self._write_heading),
            "p": self._write_paragraph,
            "blockquote": self._write_quotation,
            "ul": self._write_list,
            "ol": self._write_list,
            "dl": self._write_facts,
            "table": self._write_table,
            "nav": self._write_contents,
            "img": self._write_drawing,
            "section": self._write_section,
        }

    def write(self, page: Element) -> None:
        """Write a page's parts."""
        for level, link in self._links(page):
            self._entries[link.get("href")[1:]] = (level, " ".join(link.text_content().split()))
        self._write_inside(page)

    def _write_inside(self, element: Element, style: str = "") -> None:
        """Write what a block holds: the blocks in it, and as paragraphs what stands between them."""
        if not any(child.tag in _BLOCKS for child in element):
            self._add(pieces_of(element, self._look), style)
            return
        for child in element:
            if not isinstance(child.tag, str):
                continue
            self._by_tag.get(child.tag, self._write_container)(child)

    def _write_container(self, element: Element) -> None:
        self._expect(element)
        classes = (element.get("class") or "").split()
        self._write_inside(element, "Lead" if "lead" in classes else "")

    def _write_section(self, element: Element) -> None:
        classes = set((element.get("class") or "").split())
        wanted = next((shape for name, shape in _ACROSS.items() if name in classes), PORTRAIT)
        is_cover = "cover" in classes
        if wanted is not self.section:
            if self.written:
                end_section(self.written, self.section)
            self.section, self._is_on_top, self._begins_a_page = wanted, True, False
        self.has_cover |= is_cover
        self._expect(element)
        self._write_inside(element)
        if is_cover or element.get("id") == "contents":
            self._is_on_top = self._begins_a_page = True

    def _write_heading(self, element: Element) -> None:
        entry = self._entries.get(self._expect(element))
        pieces = pieces_of(element, self._look)
        self._heading = " ".join(one.text for one in pieces if isinstance(one, Words))
        rules = [w("pageBreakBefore")] if self._begins_a_page else []
        if element.tag == "h1" and self.has_cover:
            rules.append(w("spacing", before=_DOWN_THE_COVER))
        elif self._is_on_top:
            rules.append(w("spacing", before=0))
        self._is_on_top = self._begins_a_page = False
        made = self._paragraphs.made(pieces, _HEADINGS[element.tag], *rules)
        if entry and made:
            level, words = entry
            told = words.replace("\\", "").replace('"', "”")
            made[0].extend(hidden_field(f'TC "{told}" \\f C \\l {level}'))
        self.written += made

    def _write_paragraph(self, element: Element) -> None:
        self._expect(element)
        classes = (element.get("class") or "").split()
        parent = (element.getparent().get("class") or "").split()
        style = ""
        if "lead" in classes or "lead" in parent:
            style = "Lead"
        elif "strap" in classes:
            style = "Subtitle"
        elif not {"muted", "more", "reading-note"}.isdisjoint(classes):
            style = "Caption" if not {"chart", "map"}.isdisjoint(parent) else "Note"
        elif element.getparent().tag == "blockquote":
            style = "Quote"
        self._add(pieces_of(element, self._look), style)

    def _write_quotation(self, element: Element) -> None:
        self._write_inside(element, "Quote")

    def _write_list(self, element: Element, depth: int = 0, number: int | None = None) -> None:
        self._expect(element)
        items = [one for one in element if one.tag == "li"]
        if "way" in (element.get("class") or "").split():
            self._write_beside(items)
            return
        key = self._numbering.numbered() if element.tag == "ol" else self._numbering.bullets
        style = "List Number" if element.tag == "ol" else "List Bullet"
        for item in items:
            self._expect(item)
            marked = w("numPr", w("ilvl", val=depth), w("numId", val=key))
            self._write_item(item, style, marked, depth)

    def _write_item(self, item: Element, style: str, marked: Element, depth: int) -> None:
        """Write an item: its first paragraph is marked, what follows stands under it."""
        if not any(child.tag in _BLOCKS for child in item):
            self._add(pieces_of(item, self._look), style, marked)
            return
        is_first = True
        lead = [Words(item.text, Style())] if (item.text or "").strip() else []
        if lead:
            self._add(lead, style, marked)
            is_first = False
        for child in item:
            if child.tag in ("ul", "ol"):
                self._write_list(child, depth + 1)
            elif child.tag == "p" and is_first:
                self._add(pieces_of(child, self._look), style, marked)
                is_first = False
            elif child.tag == "p":
                self._add(pieces_of(child, self._look), "List Continue")
            else:
                self._by_tag.get(child.tag, self._write_container)(child)

    def _write_beside(self, items: Sequence[Element]) -> None:
        line: list[Piece] = []
        for item in items:
            if line:
                line.append(Words(_BESIDE, Style()))
            is_here = "here" in (item.get("class") or "").split()
            line += pieces_of(item, self._look, style=Style(bold=is_here))
        self._add(line, "Note")

    def _write_facts(self, element: Element) -> None:
        term: list[Piece] = []
        for child in element:
            if child.tag == "dt":
                term = pieces_of(child, self._look)
            elif child.tag == "dd":
                line = [*term, Words("\t", Style()), *pieces_of(child, self._look, style=Style(bold=True))]
                self._add(line, "Facts")

    def _write_table(self, element: Element) -> None:
        self._expect(element)
        self.written.append(table_of(element, self._heading, self.section.room, self._cell))
        # Word joins two tables that touch, and wants a paragraph at the end of a section.
        self.written.append(w("p", w("pPr", w("pStyle", val="Aftertable"))))

    def _cell(self, cell: Element, rules: list[Element], width: float) -> list[Element]:
        if cell is cell.getparent()[0]:
            self._paragraphs.expect(cell.getparent().get("id"))
        pieces = pieces_of(cell, self._look, in_cell=True, style=Style(bold=cell.tag == "th"))
        self._paragraphs.room, before = width, self._paragraphs.room
        made = self._paragraphs.made(pieces, "Table text", *rules)
        self._paragraphs.room = before
        return made

    def _write_drawing(self, element: Element) -> None:
        if element.get("data-drawing") is None:
            return  # a picture that is not ours: there is none in our pages
        following = element.getnext()
        # A chart stays with its numbers; a chain of charts without would run over more than a page.
        rules = [w("keepNext")] if following is not None and following.tag == "table" else []
        self._add([Picture(int(element.get("data-drawing")))], "Picture", *rules)

    def _write_contents(self, element: Element) -> None:
        """Write the list of contents as the field that Word brings up to date with its page numbers."""
        made: list[Element] = []
        for level, link in self._links(element):
            words = pieces_of(link, self._look, style=Style(goal=link.get("href")))
            made += self._paragraphs.made(words, f"TOC {level}")
        if not made:
            self._write_inside(element)
            return
        begin, code, parted, end = field("TOC \\f C \\h \\z", ())
        at = 1  # after the properties of the paragraph
        for one in (parted, code, begin):
            made[0].insert(at, one)
        made[-1].append(end)
        self.written += made

    def _links(self, element: Element) -> list[tuple[int, Element]]:
        """Return the links of the contents with their levels, 1 or 2."""
        found = element.xpath("descendant-or-self::nav//li/a")
        return [(min(sum(1 for one in link.iterancestors("ol")), 2), link) for link in found]

    def _add(self, pieces: Sequence[Piece], style: str, *rules: Element) -> None:
        if any(not isinstance(one, Start) for one in pieces):
            self.written += self._paragraphs.made(pieces, style, *rules)

    def _expect(self, element: Element) -> str:
        """Let the next paragraph carry the anchors of an element; return the one a contents list may name."""
        anchor: str = element.get("id") or ""
        self._paragraphs.expect(anchor)
        if anchor:
            return anchor
        parent = element.getparent()
        is_first = parent is not None and parent[0] is element
        return (parent.get("id") or "") if is_first else ""
