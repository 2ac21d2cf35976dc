"""Makes a PDF of Harlmere's inspection report, laid out as an inspectorate's word processor would.

The text is the source. Its form is simple: blocks between empty lines; a numbered line is a finding or a
recommendation; "-" begins a point and " -" a point below it; a short line without a full stop is a heading.
The same text gives the same bytes.
"""

import re
from html import escape
from typing import NoReturn

import weasyprint

# Headings that begin a page and stand in the contents.
CHAPTERS = (
    "Executive summary",
    "The local authority",
    "Recommendations",
    "Summary for children and young people",
    "The experiences and progress of children who need help and protection",
    "The experiences and progress of children looked after and achieving permanence",
    "Leadership, management and governance",
    "Information about this inspection",
)
NEW_PAGE = CHAPTERS[:2]  # the others go on where the text before them ends
GRADES = ("Outstanding", "Good", "Requires improvement", "Inadequate")
_NUMBERED = re.compile(r"\d+\. ")
_LONGEST_HEADING = 70  # a longer line without a full stop is a paragraph

_STYLE = """
@page { size: A4; margin: 26mm 22mm 24mm 22mm; font-family: "Liberation Sans", Arial, sans-serif;
  @top-left { content: "Harlmere: services for children"; font-size: 9pt; color: #444;
    border-bottom: 1px solid #888; width: 50%; }
  @top-right { content: "Inspection report"; font-size: 9pt; color: #444;
    border-bottom: 1px solid #888; width: 50%; }
  @bottom-right { content: counter(page); font-size: 10pt; } }
@page :first { @top-left { content: none; border: 0 } @top-right { content: none; border: 0 } }
body { font: 10.5pt/1.38 "Liberation Sans", Arial, sans-serif; color: #000; }
h1 { font-size: 24pt; font-weight: normal; margin: 30mm 0 4mm; }
.subtitle { font-size: 15pt; font-weight: bold; margin: 0 0 12mm; }
h2 { font-size: 15pt; margin: 0 0 5mm; break-before: page; break-after: avoid; }
h2.continued { break-before: auto; margin-top: 9mm; }
h2.contents { break-before: auto; margin-top: 12mm; }
h3 { font-size: 12pt; margin: 7mm 0 2.5mm; break-after: avoid; }
p { margin: 0 0 3mm; }
.numbered { padding-left: 11mm; text-indent: -11mm; }
.numbered span { display: inline-block; width: 11mm; text-indent: 0; }
.grade { font-weight: bold; }
table { border-collapse: collapse; width: 100%; margin: 10mm 0; }
caption { border: 1px solid #000; border-bottom: 0; font-weight: bold; padding: 2mm; text-align: left; }
th, td { border: 1px solid #000; padding: 2mm; text-align: left; vertical-align: top; }
td { width: 50mm; }
ul { list-style: none; margin: 0 0 3mm; padding-left: 6mm; }
ul ul { margin: 1.2mm 0; }
li { margin-bottom: 1.2mm; }
li { text-indent: -6mm; } li span { display: inline-block; width: 6mm; text-indent: 0; }
nav p { margin: 0 0 2mm; }
nav a { color: inherit; text-decoration: none; }
nav a::after { content: leader(".") target-counter(attr(href), page); }
"""


def report_pdf(text: str) -> bytes:
    """Return the report as a tagged PDF. Raises ValueError for a text that does not begin with a title."""
    return _pdf(_document(text), title="Inspection report")


def note_pdf(title: str, text: str) -> bytes:
    """Return a short note as a PDF, for the files behind the sample's evidence."""
    paragraphs = "".join(f"<p>{escape(block)}</p>" for block in text.strip().split("\n\n"))
    return _pdf(f"<h1>{escape(title)}</h1>{paragraphs}", title=title)


def _pdf(body: str, title: str) -> bytes:
    page = (
        f'<html lang="en-GB"><head><meta charset="utf-8"><title>{escape(title)}</title>'
        f"<style>{_STYLE}</style></head><body>{body}</body></html>"
    )
    made = weasyprint.HTML(string=page, url_fetcher=_fetch_nothing).write_pdf(pdf_variant="pdf/ua-1")
    return bytes(made)


def _fetch_nothing(url: str, *_: object, **__: object) -> NoReturn:
    raise ValueError(f"a report never fetches anything, but was asked for {url}")


def _document(text: str) -> str:
    blocks = text.strip().split("\n\n")
    if len(blocks) < 2:
        raise ValueError("a report begins with the council and a title")
    parts = [f"<h1>{escape(blocks[0])}</h1>", f'<p class="subtitle">{escape(blocks[1])}</p>']
    contents = _contents(blocks)
    for block in blocks[2:]:
        if block == CHAPTERS[1]:
            parts.append(contents)
        parts.append(_block(block))
    return "".join(parts)


def _contents(blocks: list[str]) -> str:
    entries = "".join(
        f'<p><a href="#{_anchor(chapter)}">{escape(chapter)}</a></p>'
        for chapter in CHAPTERS
        if chapter in blocks
    )
    return f'<nav><h2 class="contents">Contents</h2>{entries}</nav>'


def _anchor(heading: str) -> str:
    return re.sub(r"[^a-z]+", "-", heading.lower()).strip("-")


def _block(block: str) -> str:
    if block in CHAPTERS:
        kind = "" if block in NEW_PAGE else ' class="continued"'
        return f'<h2 id="{_anchor(block)}"{kind}>{escape(block)}</h2>'
    if "\t" in block:
        return _table(block)
    if block.startswith("- "):
        return _points(block.split("\n"))
    if _NUMBERED.match(block):
        return "".join(_numbered(line) for line in re.split(r"\n(?=\d+\. )", block))
    if block in GRADES:
        return f'<p class="grade">{escape(block)}</p>'
    is_short = len(block) < _LONGEST_HEADING or block.startswith("The graded")
    if is_short and block[-1] not in ".:”" and ": " not in block:
        return f"<h3>{escape(block)}</h3>"
    return f"<p>{escape(block)}</p>"


def _numbered(line: str) -> str:
    number, _, words = line.partition(". ")
    # A mark on a line of its own stays on one.
    words = escape(words).replace("\n", "<br>")
    return f'<p class="numbered"><span>{number}.</span>{words}</p>'


def _table(block: str) -> str:
    caption, *rows = block.split("\n")
    cells = "".join(
        f'<tr><th scope="row">{escape(area)}</th><td>{escape(grade)}</td></tr>'
        for area, grade in (row.split("\t") for row in rows)
    )
    return f"<table><caption>{escape(caption)}</caption><tbody>{cells}</tbody></table>"


def _points(lines: list[str]) -> str:
    made: list[str] = []
    inside = False
    for line in lines:
        below = line.startswith(" ")
        if below and not inside:
            made[-1] = made[-1].removesuffix("</li>") + "<ul>"
        elif inside and not below:
            made.append("</ul></li>")
        inside = below
        # The mark is text: a list's own marker is drawn apart from its line, and copied out of place.
        made.append(f"<li><span>{'–' if below else '•'}</span>{escape(line.lstrip(' -'))}</li>")
    return f"<ul>{''.join(made)}{'</ul></li>' if inside else ''}</ul>"
