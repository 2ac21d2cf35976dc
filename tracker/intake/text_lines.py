"""Plain text to lines: decoding, form feeds as pages, columns set with spaces, tab and pipe tables."""

from __future__ import annotations

import re
import unicodedata
from itertools import pairwise

from charset_normalizer import from_bytes

from tracker.intake.lines import Line, Pages

LONGEST_LINE = 20_000
WIDEST_TABLE = 2_000
_COLUMN_GAP = re.compile(r"(?<=\S)[ ]{3,}(?=\S)")
_MARKER = re.compile(r"\W|\(?\w{1,3}(?:\.\d+)?[.)]?")
_LONE = re.compile(r"[RA]\d{1,2}\.?|\d{1,2}(?:\.\d{1,2})*\.?|\(?[a-z]\)")
_GRADE = re.compile(
    r"requires improvement(?: to be good)?|good|outstanding|inadequate|adequate|satisfactory", re.IGNORECASE
)
_PIPE_RULE = re.compile(r"^\|?[\s:|+-]+\|?$")
_TAGS = re.compile(r"</?(?:i|b|em|strong|u|sup|sub)>", re.IGNORECASE)
_LIGATURES = (("\ufb00", "ff"), ("\ufb01", "fi"), ("\ufb02", "fl"), ("\ufb03", "ffi"), ("\ufb04", "ffl"))
_INVISIBLE = dict.fromkeys(map(ord, "\u200b\u200c\u200d\u2060\ufeff\u00ad"), None)


def decode(data: bytes) -> str:
    """Text from bytes in any common encoding. Never fails: undecodable bytes become replacement marks."""
    for mark, encoding in ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16")):
        if data.startswith(mark):
            return data.decode(encoding, errors="replace")
    if data[:4096].count(0) > min(len(data), 4096) * 0.3:
        little = data[1:4096:2].count(0) > data[0:4096:2].count(0)
        return data.decode("utf-16-le" if little else "utf-16-be", errors="replace")
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        pass
    # Windows-1252 is what British offices write; other guesses need clear evidence in the bytes.
    high = [byte for byte in data[:65536] if byte >= 128]
    if len(high) < len(data[:65536]) * 0.1:
        return data.decode("cp1252", errors="replace")
    best = from_bytes(data[:65536]).best()
    return data.decode(best.encoding if best else "cp1252", errors="replace")


def text_pages(text: str) -> Pages:
    """Lines of a text, one page per form feed."""
    text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\u2028", "\n").replace("\u2029", "\n")
    text = text.replace("\x0b", "\n").replace("\x00", "")
    pages = text.split("\f")
    if len(pages) > 1 and not pages[-1].strip():
        pages.pop()
    return Pages("text", tuple(tuple(_page(page, number)) for number, page in enumerate(pages, start=1)))


def _page(text: str, number: int) -> list[Line]:
    """Lines of one page, with tables recognised."""
    lines: list[Line] = []
    gap = False
    group: list[str] = []
    for raw in [*text.split("\n"), ""]:
        if raw.strip():
            group.append(raw)
            continue
        if group:
            lines.extend(_group(group, number, gap))
            group = []
        gap = True
    return lines


def _group(rows: list[str], page: int, gap: bool) -> list[Line]:
    """Lines between two blank lines: ordinary lines, or one wrapped table row set in columns."""
    made: list[Line] = []
    rows = _marker_first(rows)
    columns = _columns(rows)
    if columns is None and (count := _table_before_text(rows)):
        return _group(rows[:count], page, gap) + _group(rows[count:], page, False)
    if columns is not None:
        for wrapped in _wrapped_rows(rows, columns):
            cells = _column_cells(wrapped, columns)
            # A heading between rows, or a running title with its page number, is no row.
            is_row = any(cells[1:]) and not (len(cells) == 2 and re.fullmatch(r"\d{1,3}", cells[1]))
            if len(wrapped) == 1 and not is_row:
                made += filter(None, [_line(wrapped[0], page, gap)])
                continue
            raw = "\n".join(wrapped)
            made.append(Line(" ".join(filter(None, cells)), page, gap=gap, cells=cells, whole=True, raw=raw))
            gap = False
        return made
    for raw in rows:
        for piece in _cut(raw):
            line = _line(piece, page, gap)
            if line is not None:
                made.append(line)
                gap = False
    return made


def _table_before_text(rows: list[str]) -> int:
    """How many lines set in two columns stand above running text that follows without a clear space."""
    if len(rows) > 40 or not any(_COLUMN_GAP.search(raw.strip()) or raw.startswith(" " * 30) for raw in rows):
        return 0
    for count in range(min(len(rows) - 1, 12), 0, -1):
        columns = _columns(rows[:count])
        if columns is not None and len(columns) == 1 and all(_column_cells(rows[:count], columns)):
            return count
    return 0


def _marker_first(rows: list[str]) -> list[str]:
    """A number that stands alone between the lines of its paragraph, set further left, put before them."""
    lone = [index for index, raw in enumerate(rows) if _LONE.fullmatch(raw.strip())]
    if len(lone) != 1 or lone == [0]:
        return rows
    indent = len(rows[lone[0]]) - len(rows[lone[0]].lstrip())
    others = [raw for index, raw in enumerate(rows) if index != lone[0]]
    if any(len(raw) - len(raw.lstrip()) <= indent for raw in others):
        return rows
    return [f"{rows[lone[0]].rstrip()} {others[0].strip()}", *others[1:]]


def _cut(raw: str) -> list[str]:
    """A line of a million characters is cut so that no later step sees it whole."""
    if len(raw) <= LONGEST_LINE:
        return [raw]
    return [raw[start : start + LONGEST_LINE] for start in range(0, len(raw), LONGEST_LINE)]


def _line(raw: str, page: int, gap: bool) -> Line | None:
    """One ordinary line, a tab row or a pipe row; None for a rule between table rows."""
    raw = clean(raw)
    text = raw.strip()
    if not text:
        return None
    if text.startswith("|") and text.count("|") >= 2:
        if _PIPE_RULE.match(text):
            return None
        cells = tuple(cell.strip() for cell in text.strip("|").split("|"))
        return Line(" ".join(filter(None, cells)), page, gap=gap, cells=cells, whole=True)
    if " | " in text:
        cells = tuple(cell.strip() for cell in text.split(" | "))
        return Line(" ".join(filter(None, cells)), page, gap=gap, cells=cells, whole=True)
    if "\t" in text:
        cells = tuple(cell.strip() for cell in raw.strip("\n").split("\t"))
        cells = cells if cells[0] else cells[1:]
        filled = [cell for cell in cells if cell]
        if len(filled) > 2 or (len(filled) == 2 and not _MARKER.fullmatch(filled[0])):
            return Line(" ".join(filter(None, cells)), page, gap=gap, cells=cells, whole=True)
        text = " ".join(filter(None, cells))
    left = float(len(raw) - len(raw.lstrip()))
    right = float(len(raw.rstrip()))
    return Line(re.sub(r"\s+", " ", text), page, left=left, right=right, gap=gap, raw=raw.rstrip())


def clean(text: str) -> str:
    """Compatibility forms, no invisible characters, no emphasis marks of markdown or HTML."""
    if not text.isascii():
        text = unicodedata.normalize("NFC", text.translate(_INVISIBLE))
        text = text.replace("\u00a0", " ").replace("\u2007", " ")
        for joined, letters in _LIGATURES:
            text = text.replace(joined, letters)
    if "<" in text:
        text = _TAGS.sub("", text)
    if "**" in text or text.startswith("#"):
        text = re.sub(r"^#{1,6}\s+", "", text.replace("**", " ").strip())
    return text


def _columns(rows: list[str]) -> list[int] | None:
    """Start of the second and later columns if these lines are rows of a table set with spaces."""
    if any(len(raw) > WIDEST_TABLE for raw in rows):
        return None
    starts: list[int] = []
    after_marker: list[int] = []
    for raw in rows:
        body = raw.rstrip()
        gaps = list(_COLUMN_GAP.finditer(body))
        for match in gaps:
            is_marker = _MARKER.fullmatch(body[: match.start()].strip())
            (after_marker if is_marker else starts).append(match.end())
        indent = len(body) - len(body.lstrip())
        if not gaps and indent >= 30:
            starts.append(indent)
    if not starts or (len(rows) < 2 and not _COLUMN_GAP.search(rows[0].strip())):
        return None
    columns: list[int] = []
    # What stands after a number is a column of its own only where the row has more columns.
    for start in sorted(starts + after_marker):
        if not columns or start - columns[-1] > 3:
            columns.append(start)
    # A column must be clear of running text in every line, else the spaces are an accident.
    for column in columns:
        if any(len(raw) > column and raw[column - 1] != " " for raw in rows):
            return None
    return columns


def _wrapped_rows(rows: list[str], columns: list[int]) -> list[list[str]]:
    """Lines grouped into table rows. A line whose cells go on in small letters belongs to the row above."""
    grouped: list[list[str]] = []
    for raw in rows:
        cells = _column_cells([raw], columns)
        filled = [cell for cell in cells if cell]
        numbered = bool(re.match(r"\d", cells[0]))
        graded = len(filled) == len(cells) == 2 and cells[0][0].isupper() and bool(_GRADE.fullmatch(cells[1]))
        begins = len(filled) > 1 and (numbered or graded or all(not cell[0].islower() for cell in filled))
        if grouped and not begins and not _left_room(grouped[-1], cells, columns):
            grouped[-1].append(raw)
        else:
            grouped.append([raw])
    return grouped


def _left_room(row: list[str], cells: tuple[str, ...], columns: list[int]) -> bool:
    """True when a complete row is followed by a first cell whose first word would have fitted above it."""
    first = cells[0]
    above = row[-1][: columns[0]].rstrip()
    if not first or first[0].islower() or any(cells[1:]) or not above:
        return False
    complete = sum(bool(cell) for cell in _column_cells(row, columns)) > 1
    return complete and len(above) + len(first.split(" ", 1)[0]) + 4 < columns[0]


def _column_cells(rows: list[str], columns: list[int]) -> tuple[str, ...]:
    """Join a wrapped table row column by column."""
    cells = []
    for begin, end in pairwise([0, *columns, 100_000]):
        parts = [clean(raw[begin:end]).strip() for raw in rows]
        cells.append(re.sub(r"\s+", " ", " ".join(filter(None, parts))))
    return tuple(cells)
