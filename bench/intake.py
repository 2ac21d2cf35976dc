"""`make bench-intake DIR=FOLDER`: how well and how fast the documents of a folder are read.

Every NAME.json that holds `recommendations` is a truth about NAME.pdf, .docx, .odt, .html or .txt beside it.
An item counts when its text is at least 0.90 alike once spaces, quotes and punctuation are evened.
"""

from __future__ import annotations

import json
import re
import resource
import statistics
import sys
import time
import unicodedata
from collections import defaultdict
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any

import pypdfium2 as pdfium
from rapidfuzz.distance import Indel

from tracker.intake.model import UnreadableDocument
from tracker.intake.reading import read_document

FORMS = ("pdf", "docx", "odt", "html", "txt")
ALIKE = 0.90
LIMITS = {"recommendations": 0.95, "timescales": 0.95, "invented": 0, "numbers": 0.95, "sections": 0.95,
          "findings": 0.98, "judgements": 0.93, "dates": 0.95, "provider": 0.95, "kind": 0.95,
          "inspectors": 0.90, "says none": 1.0}  # fmt: skip
Counts = dict[str, list[int]]


def squashed(text: object) -> str:
    """A text without case, spaces, quotes, punctuation and references in brackets."""
    plain = unicodedata.normalize("NFKC", str(text or "")).lower()
    plain = re.sub(r"\(\s*(?:paragraphs?[^)]*|recommendation)\)", "", plain)
    return re.sub(r"[\W_]+", "", plain)


def alike(one: str, other: str) -> float:
    """0 to 1."""
    return 1.0 if one == other else float(Indel.normalized_similarity(one, other))


def pairs(
    found: list[Any], true: list[Any], like: Callable[[Any, Any], float], least: float
) -> list[tuple[int, int]]:
    """The best pairs of indexes, each index used once."""
    scored = sorted(
        ((like(a, b), -i, -j) for i, a in enumerate(found) for j, b in enumerate(true)), reverse=True
    )
    used_found: set[int] = set()
    used_true: set[int] = set()
    made = []
    for score, i, j in scored:
        if score < least:
            break
        if -i not in used_found and -j not in used_true:
            used_found.add(-i)
            used_true.add(-j)
            made.append((-i, -j))
    return made


def number(value: object) -> str:
    return re.sub(r"^(?:recommendation|rec|r)\s*", "", str(value or "").lower().strip(" .()[]:")).strip(
        " .()[]:"
    )


def when(value: object) -> str:
    """A timescale with its small differences taken away; a full date as ISO."""
    from tracker.intake.dates import iso_of

    text = re.sub(r"\s+", " ", re.sub(r"[.,;:()]", " ", str(value or "").lower())).strip()
    text = re.sub(r"^(?:by|due|before) ", "", text)
    for word, digit in zip(
        ("one", "two", "three", "four", "five", "six", "nine", "twelve"),
        ("1", "2", "3", "4", "5", "6", "9", "12"),
        strict=True,
    ):
        text = re.sub(rf"\b{word}\b", digit, text)
    return iso_of(text) or text


def grade(value: object) -> str:
    text = squashed(value)
    return next((g for g in ("requiresimprovement", "inadequate", "unsatisfactory") if g in text), text)


def area(value: object) -> str:
    text = re.sub(
        r"^(?:the|are services|is the service) ", "", re.sub(r"[^a-z ]", " ", str(value).lower()).strip()
    )
    return "overall" if re.match(r"overall(?: effectiveness)?$", text) else squashed(text)


def counted(found: int, expected: int, right: int) -> list[int]:
    return [right, found - right, expected - right]


def compare(found: dict[str, Any], truth: dict[str, Any]) -> Counts:
    """Right, invented and missed, by measure."""
    asks, true = found.get("recommendations", []), truth["recommendations"]
    texts, wanted = [squashed(a["text"]) for a in asks], [squashed(t["text"]) for t in true]
    matched = pairs(texts, wanted, alike, ALIKE)
    dated = [(i, j) for i, j in matched if true[j]["timescale"]]
    sectioned = [(i, j) for i, j in matched if true[j]["section"]]

    def same_section(i: int, j: int) -> bool:
        a, b = squashed(asks[i]["section"]), squashed(true[j]["section"])
        return bool(a) and (a in b or b in a or alike(a, b) >= 0.7)

    judged, expected = found.get("judgements", []), truth.get("judgements", [])
    grades = pairs(
        judged,
        expected,
        lambda a, b: (
            alike(area(a["area"]), area(b["area"])) if grade(a["grade"]) == grade(b["grade"]) else 0.0
        ),
        0.85,
    )
    people, team = found.get("inspectors", []), truth.get("inspectors", [])
    known = pairs([squashed(p) for p in people], [squashed(p) for p in team], alike, 0.92)
    dates, true_dates = found.get("dates") or {}, truth.get("dates") or {}
    right_dates = sum(
        str(dates.get(key) or "")[: len(str(true_dates.get(key) or "")) or None]
        == str(true_dates.get(key) or "")
        for key in ("inspected_from", "inspected_to", "published")
    )
    refs, true_refs = ({str(r) for r in d.get("finding_refs", [])} for d in (found, truth))
    small = re.compile(
        r"\b(?:council|county|city|borough|metropolitan|local|authority|of|the|limited|ltd|and)\b"
    )
    names = {
        squashed(small.sub("", str(truth.get(key) or "").lower()))
        for key in ("provider", "provider_as_printed")
    }
    name = squashed(small.sub("", str(found.get("provider") or "").lower()))
    fits = any(alike(name, other) >= 0.92 for other in names if other) if truth.get("provider") else not name
    in_time = sum(when(asks[i]["timescale"]) == when(true[j]["timescale"]) for i, j in dated)
    numbered = sum(number(asks[i]["number"]) == number(true[j]["number"]) for i, j in matched)
    counts = {
        "recommendations": counted(len(asks), len(true), len(matched)),
        "timescales": counted(len(dated), len(dated), in_time),
        "invented": [0, sum(bool(asks[i]["timescale"]) for i, j in matched if not true[j]["timescale"]), 0],
        "numbers": counted(len(matched), len(matched), numbered),
        "sections": counted(len(sectioned), len(sectioned), sum(same_section(i, j) for i, j in sectioned)),
        "findings": counted(len(refs), len(true_refs), len(refs & true_refs)),
        "judgements": counted(len(judged), len(expected), len(grades)),
        "inspectors": counted(len(people), len(team), len(known)),
        "dates": counted(3, 3, right_dates),
        "provider": counted(1, 1, int(fits)),
        "kind": counted(1, 1, int(found.get("kind") == truth.get("kind"))),
    }  # fmt: skip
    if truth.get("expect_none"):
        says = bool(found.get("message") or found.get("warnings")) and not asks
        counts["says none"] = counted(1, 1, int(says))
    return counts


def asked(found: dict[str, Any]) -> list[tuple[str, str, str]]:
    """What a reading proposes, evened: two forms of one document should give the same."""
    return [
        (number(ask["number"]), squashed(ask["text"]), when(ask["timescale"]))
        for ask in found.get("recommendations", [])
    ]


def share(counts: list[int]) -> float | None:
    """F1, which for one answer a question is the share that is right; None where nothing was asked."""
    right, invented, missed = counts
    return 2 * right / (2 * right + invented + missed) if right + invented + missed else None


def bare(data: bytes) -> float:
    """Seconds that text extraction alone takes."""
    started = time.perf_counter()
    with pdfium.PdfDocument(data) as document:
        for page in document:
            textpage = page.get_textpage()
            textpage.get_text_range()
            textpage.close()
            page.close()
    return time.perf_counter() - started


def full(data: bytes, name: str) -> float:
    started = time.perf_counter()
    with suppress(UnreadableDocument):
        read_document(data, name)
    return time.perf_counter() - started


def main(folder: Path) -> int:
    """Print the tables; 1 when a measure stays below its bar."""
    totals: dict[str, Counts] = defaultdict(lambda: defaultdict(lambda: [0, 0, 0]))
    ratios: list[tuple[float, str]] = []
    both_forms: dict[str, dict[str, list[tuple[str, str, str]]]] = defaultdict(dict)
    failed = 0
    truths = sorted(folder.glob("*.json"))
    for path in truths:
        truth = json.loads(path.read_text(encoding="utf-8"))
        if not isinstance(truth, dict) or "recommendations" not in truth:
            continue
        for form in FORMS:
            source = path.with_suffix(f".{form}")
            if not source.exists():
                continue
            data = source.read_bytes()
            try:
                found = read_document(data, source.name).to_dict()
            except UnreadableDocument as refused:
                found = {"message": refused.message}
            except Exception as error:  # the table says so; the other documents still count
                found, failed = {}, failed + 1
                print(f"CRASH {source.name}: {error!r}")
            both_forms[path.stem][form] = asked(found)
            counts = compare(found, truth)
            if counts["recommendations"][1:] != [0, 0]:
                _, invented, missed = counts["recommendations"]
                print(f"      {source.name}: {invented} invented, {missed} missed")
            for key in (truth["kind"], "ALL"):
                for measure, values in counts.items():
                    totals[key][measure] = [a + b for a, b in zip(totals[key][measure], values, strict=True)]
            if form == "pdf":
                both = [(full(data, source.name), bare(data)) for _ in range(3)]
                ratios.append((min(a for a, _ in both) / max(min(b for _, b in both), 1e-6), source.name))
    print(f"\n{'kind':30s}" + "".join(f"{measure[:10]:>12s}" for measure in LIMITS))
    below = failed
    for key in sorted(totals, key=lambda each: (each == "ALL", each)):
        row = f"{key:30s}"
        for measure, limit in LIMITS.items():
            counts = totals[key].get(measure, [0, 0, 0])
            if measure == "invented":
                row += f"{counts[1]:12d}"
                below += key == "ALL" and counts[1] > 0
                continue
            value = share(counts)
            row += f"{'-' if value is None else f'{value:.3f}':>12s}"
            below += key == "ALL" and value is not None and value < limit
        print(row)
    print(f"{'bar':30s}" + "".join(f"{limit:12}" for limit in LIMITS.values()))
    twice = [forms for forms in both_forms.values() if {"pdf", "txt"} <= forms.keys()]
    if twice:
        alike_forms = sum(forms["pdf"] == forms["txt"] for forms in twice)
        print(f"\ntext and PDF give the same asks in {alike_forms} of {len(twice)} documents")
        below += alike_forms < len(twice)
    if ratios:
        middle, (most, name) = statistics.median(ratio for ratio, _ in ratios), max(ratios)
        print(
            f"\nreading a PDF costs {middle:.1f} times bare extraction (bar 3.0), at most {most:.1f}: {name}"
        )
    megabytes = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"most memory {megabytes:.0f} MB (bar 250 for 300 pages)")
    return 1 if below else 0


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))
