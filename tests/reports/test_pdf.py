"""The report on paper: PDF/UA, the words of the value in reading order, notes at the foot of their page."""

import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import html5lib
import pytest

from tests.parts import pdf_ua_failures
from tests.reports.pdf_reading import page_texts, squeezed, tagged_headings
from tests.reports.sample_report import sample_snapshot
from tracker.reports.facts import Commentary, Council, Name
from tracker.reports.html import report_html
from tracker.reports.notes import note_text
from tracker.reports.pdf import html_to_pdf, lay_out
from tracker.reports.snapshot import Snapshot
from tracker.rules.report_kinds import ReportKind


def test_the_pdf_conforms_to_pdf_ua(pdf: bytes) -> None:
    assert pdf_ua_failures(pdf) == []


def test_the_same_snapshot_gives_the_same_bytes() -> None:
    one, two = (html_to_pdf(report_html(sample_snapshot(3))) for _ in range(2))
    assert one == two


def test_the_text_holds_every_recommendation_owner_and_status_in_the_order_of_the_report(
    snapshot: Snapshot, pdf: bytes
) -> None:
    text = _body(pdf)
    at = text.index("Recommendations and actions", text.index("Priority 1 A safe decision"))
    for priority in snapshot.priorities:
        at = text.index(
            f"Priority {priority.number} {priority.title}", at - 5000 if priority.number == 1 else at
        )
        for one in priority.recommendations:
            assert one.text in text[at:]
    for action in snapshot.actions:
        row = text[text.index("Appendix A Every action") :]
        row = row[row.index(f" {action.label} {action.title}") :][:900]
        words = [action.lead_officer.name if action.lead_officer else "No lead officer"]
        words += [
            f"{snapshot.delivery_step[action.declared].letter} {snapshot.delivery_step[action.declared].word}"
        ]
        place = 0
        for each in words:
            place = row.index(each, place)
        if action.record != action.declared:
            assert f"{snapshot.delivery_step[action.record].letter} " in row[place:]


def test_every_note_that_is_cited_is_printed_in_full(snapshot: Snapshot, pdf: bytes) -> None:
    text = " ".join(page_texts(pdf))
    cited = {number for action in snapshot.actions for number in action.evidence}
    assert len(cited) > 10
    for number in cited:
        assert squeezed(note_text(snapshot.evidence_by_number[number])) in text


def test_each_note_is_on_the_page_of_its_call_or_the_next(html: str) -> None:
    calls: dict[str, int] = {}
    notes: dict[str, int] = {}
    for number, page in enumerate(lay_out(html).pages):
        for box in _boxes(page._page_box):
            tag = str(box.element_tag or "")
            if tag.endswith("::footnote-call"):
                calls[box.element.get("data-n")] = number
            elif tag.endswith("::footnote-marker"):
                notes[box.element.get("data-n")] = number
    assert len(notes) == len(calls) > 10
    late = {note: notes[note] - calls[note] for note in notes if notes[note] - calls[note] not in (0, 1)}
    assert late == {}
    on_their_page = sum(notes[note] == calls[note] for note in notes)
    assert on_their_page >= 0.9 * len(notes)


def test_the_headings_of_the_tags_are_those_of_the_page(html: str, pdf: bytes) -> None:
    page = html5lib.parse(html, namespaceHTMLElements=False)
    wanted = [
        (element.tag.upper(), squeezed(" ".join(element.itertext())))
        for element in page.iter()
        if isinstance(element.tag, str) and re.fullmatch(r"h\d", element.tag)
    ]
    assert tagged_headings(pdf) == wanted


def test_every_page_but_the_cover_has_its_running_lines(pdf: bytes) -> None:
    texts = page_texts(pdf)
    for number, text in enumerate(texts[1:], 2):
        assert "Harlmere County Council | Children’s services improvement plan" in text
        assert f"Page {number} of {len(texts)}" in text
        assert "Draft | 20 November 2026 | Public edition" in text
    assert "Page 1 of" not in texts[0]


def test_the_contents_name_the_pages_of_the_parts(snapshot: Snapshot, pdf: bytes) -> None:
    texts = page_texts(pdf)
    for number, priority in re.findall(r"(\d+) Priority \d: (.+?) (?=\d+ )", texts[1]):
        assert priority in texts[int(number) - 1]


@pytest.mark.parametrize(
    ("actions", "title", "asks"),
    [
        (26, "", ""),
        (60, "", ""),
        (60, "A title that goes on for long, as titles do when nobody stops them in time", ""),
        (60, "", "1. **agree** the new date\n2. **decide** on a site\n3. **ask** the director to explain"),
    ],
)
def test_at_a_glance_is_one_page(actions: int, title: str, asks: str) -> None:
    snapshot = sample_snapshot(actions)
    if title:
        snapshot = replace(
            snapshot, actions=tuple(replace(action, title=title) for action in snapshot.actions)
        )
    if asks:
        snapshot = replace(snapshot, commentaries=(Commentary("asks", asks),))
    later = replace(snapshot, priorities=snapshot.priorities[:2], services=(), measures=())
    texts = page_texts(html_to_pdf(report_html(later)))
    assert sum("Rated better than the record shows" in text for text in texts) == 1
    pages = [text for text in texts if " At a glance Draft" in text]
    assert len(pages) == 1


def test_the_plan_is_on_one_page(snapshot: Snapshot) -> None:
    title = "Hold discussions on time, with the police and health there, at weekends too"
    five = tuple(
        replace(one, number=number, title=title)
        for number, one in enumerate(snapshot.priorities[0].recommendations * 2, 1)
    )[:5]
    wide = replace(
        snapshot,
        services=(),
        measures=tuple(replace(one, priorities=(1, 2, 3, 4)) for one in snapshot.measures),
        priorities=tuple(
            replace(one, title="Plans that change things for children", recommendations=five)
            for one in snapshot.priorities
        ),
    )
    texts = page_texts(html_to_pdf(report_html(wide)))
    assert sum(" Plan on a page Draft" in text for text in texts) == 1


@pytest.mark.parametrize("name", ["empty", "one", "long", "word", "scripts", "many"])
def test_unusual_plans_render_and_conform(name: str) -> None:
    pdf = html_to_pdf(report_html(unusual(name)))
    assert pdf_ua_failures(pdf) == []


@pytest.mark.parametrize("kind", [kind for kind in ReportKind if kind is not ReportKind.BOARD])
@pytest.mark.parametrize("name", ["word", "scripts"])
def test_every_other_kind_prints_unusual_words_whole(kind: ReportKind, name: str) -> None:
    number = 1 if kind is ReportKind.RECOMMENDATION else None
    pdf = html_to_pdf(report_html(replace(unusual(name), kind=kind, recommendation=number)))
    assert pdf_ua_failures(pdf) == []
    text = " ".join(page_texts(pdf)).replace(" ", "")
    assert "□" not in text
    assert ("w" * 300 if name == "word" else "Cynllungwella’rtŷ") in text


def test_a_long_text_is_printed_to_its_end() -> None:
    text = " ".join(page_texts(html_to_pdf(report_html(unusual("long")))))
    assert "the end of what was done" in text
    assert "the end of the words of inspectors" in text


def test_progress_is_told_page_by_page() -> None:
    told: list[tuple[int, int]] = []
    pdf = html_to_pdf(
        report_html(sample_snapshot(1)), on_page=lambda page, expected: told.append((page, expected))
    )
    assert max(page for page, _ in told) == len(page_texts(pdf))
    assert all(1 <= page <= expected for page, expected in told)


def unusual(name: str) -> Snapshot:
    base = sample_snapshot(2)
    if name == "empty":
        return Snapshot(Council("Harlmere County Council"), "New plan", base.as_at)
    if name == "one":
        return sample_snapshot(1)
    if name == "many":
        return _with_texts(base, title="Owner of many words " * 14)
    if name == "long":
        words = "A sentence of some words about night staff and children. " * 70
        return _with_texts(
            base, done=f"{words}the end of what was done", asked=f"{words}the end of the words of inspectors"
        )
    if name == "word":
        return _with_texts(base, title="w" * 300, done="d" * 300, asked="q" * 300, person="n" * 300)
    return _with_texts(
        base,
        title="Cynllun gwella’r tŷ 😀 – ŵyneb",
        done="שלום עולם, مرحبا بالعالم, 你好, 😀",
        asked="Llwyddiant i bob plentyn: ŵ ŷ â ê",
        person="محمد عبد الله",
    )


def _with_texts(
    snapshot: Snapshot, title: str = "", done: str = "", asked: str = "", person: str = ""
) -> Snapshot:
    actions = []
    for action in snapshot.actions:
        update = action.update
        assert update is not None
        changed = replace(
            update, done=done or update.done, difference=done, next=done, author=person or "A. Author"
        )
        actions.append(
            replace(
                action,
                title=title or action.title,
                update=changed,
                lead_officer=Name(person or "A. Officer", person),
                reasons=(title, title),
            )
        )
    priorities = tuple(
        replace(
            priority,
            title=title or priority.title,
            recommendations=tuple(replace(one, text=asked or one.text) for one in priority.recommendations),
        )
        for priority in snapshot.priorities
    )
    evidence = tuple(replace(item, title=title or item.title, where=done[:300]) for item in snapshot.evidence)
    return replace(
        snapshot,
        actions=tuple(actions),
        priorities=priorities,
        evidence=evidence,
        plan=title or snapshot.plan,
    )


def _body(pdf: bytes) -> str:
    """Return the text of all pages as one, without the running lines."""
    text = " ".join(page_texts(pdf))
    return re.sub(r"Harlmere County Council \| .{0,120}? Draft \| .{0,60}? Page \d+ of \d+", "", text)


def _boxes(box: Any) -> Iterator[Any]:
    yield box
    for child in getattr(box, "children", ()):
        yield from _boxes(child)
