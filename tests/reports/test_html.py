"""The report as a page: valid, escaped, the same words as the value."""

from dataclasses import replace

import pytest

from tests.pages import check_page
from tests.reports.sample_report import sample_snapshot
from tracker.reports.facts import Commentary, Council, Evidence
from tracker.reports.html import report_css, report_html
from tracker.reports.prose import markdown
from tracker.reports.rows import reasons_shown
from tracker.reports.snapshot import Snapshot
from tracker.rules.ladders import Audience, Edition, EvidenceKind, Impact


def test_the_page_is_valid(html: str) -> None:
    check_page(html)


@pytest.mark.parametrize("actions", [0, 1, 60])
def test_the_page_is_valid_with_any_number_of_actions(actions: int) -> None:
    check_page(report_html(sample_snapshot(actions)))


def test_an_empty_plan_says_what_it_lacks() -> None:
    empty = Snapshot(Council("Harlmere County Council"), "New plan", sample_snapshot().as_at)
    page = report_html(empty)
    check_page(page)
    for words in ("The plan is still empty", "no priorities yet", "no actions yet", "no evidence yet"):
        assert words in page


def test_a_draft_says_draft_where_number_and_code_stand(snapshot: Snapshot, html: str) -> None:
    assert "Draft  |  20 November 2026  |  Public edition" in html
    assert snapshot.check_code not in html


def test_an_issued_report_has_number_and_check_code(snapshot: Snapshot) -> None:
    issued = replace(snapshot, number=7)
    page = report_html(issued)
    assert f"Report 7  |  20 November 2026  |  Public edition  |  Check code {issued.check_code}" in page
    assert "Draft" not in page


def test_the_meeting_and_its_body_are_on_the_cover(html: str) -> None:
    assert "Children’s Improvement Board" in html
    assert "2 December 2026" in html


def test_a_site_can_link_the_style_sheet_instead(snapshot: Snapshot) -> None:
    page = report_html(snapshot, stylesheet="/reports/board.css")
    assert '<link rel="stylesheet" href="/reports/board.css">' in page
    assert "<style" not in page
    assert " style=" not in page


def test_nothing_but_a_colour_reaches_the_style_sheet(snapshot: Snapshot) -> None:
    for colour in ("red", "#12345", "#123456;}*{display:none", "url(http://x)"):
        with pytest.raises(ValueError, match="not a colour"):
            report_css(replace(snapshot, council=Council("A", first_colour=colour)))


def test_markdown_keeps_paragraphs_lists_and_emphasis() -> None:
    made = markdown("# Title\n\nOne *two* **three**\n\n- four\n- five\n\n[six](https://example.org)")
    for part in ("<h3>Title</h3>", "<em>two</em>", "<strong>three</strong>", "<li>four</li>"):
        assert part in made
    assert 'href="https://example.org"' in made


@pytest.mark.parametrize(
    "text",
    [
        "<script>alert(1)</script>",
        "<img src=x onerror=alert(1)>",
        "![x](http://evil.example/x.png)",
        "[x](javascript:alert(1))",
        "[x](file:///etc/passwd)",
        "[x](data:text/html;base64,AAAA)",
        "<svg onload=alert(1)>",
        '<a href="x" style="background:url(http://evil.example)">x</a>',
    ],
)
def test_markdown_cannot_run_or_fetch_anything(text: str) -> None:
    made = str(markdown(text))
    for part in (
        "<script",
        "<img",
        "<svg",
        '<a href="javascript',
        '<a href="file',
        '<a href="data',
        "<a style",
    ):
        assert part not in made


def test_evidence_for_members_is_withheld_by_its_number(snapshot: Snapshot) -> None:
    held = Evidence(5, "", EvidenceKind.VOICE, Audience.MEMBERS, withheld=True)
    items = tuple(held if item.number == 5 else item for item in snapshot.evidence)
    page = report_html(replace(snapshot, evidence=items))
    assert "Evidence available to members on request." in page
    assert "Available to members on request" in page


def test_the_members_edition_says_so_on_every_page(snapshot: Snapshot) -> None:
    assert "Members’ edition" in report_html(replace(snapshot, edition=Edition.MEMBERS))


def test_the_council_can_write_a_step_of_a_priority_itself(snapshot: Snapshot) -> None:
    own = Commentary("priority-2-gaps", "Neither home is **open** yet.")
    page = report_html(replace(snapshot, commentaries=(own,)))
    assert "Neither home is <strong>open</strong> yet." in page
    check_page(page)


def test_the_ask_stands_on_the_first_page_when_it_was_written(snapshot: Snapshot) -> None:
    page = report_html(replace(snapshot, commentaries=(Commentary("asks", "1. **agree** the new date"),)))
    assert "The board is asked to" in page
    assert "The board is asked to" not in report_html(replace(snapshot, commentaries=()))


def test_the_response_to_a_recommendation_stands_with_its_reason(snapshot: Snapshot) -> None:
    answered = replace(
        snapshot.recommendations[0], response="Not accepted", response_reason="The law asks for more"
    )
    first = snapshot.priorities[0]
    others = first.recommendations[1:]
    priorities = (replace(first, recommendations=(answered, *others)), *snapshot.priorities[1:])
    html = report_html(replace(snapshot, priorities=priorities))
    assert "<b>Our response: not accepted.</b> The law asks for more." in html
    assert "Our response" not in report_html(snapshot)


def test_challenged_evidence_is_named_once_beside_an_action(snapshot: Snapshot) -> None:
    action = replace(
        snapshot.actions[0],
        is_challenged=True,
        impact=Impact.EMBEDDED,
        record_impact=Impact.TOO_EARLY,
        impact_reasons=("Evidence challenged", "No voice"),
    )
    assert reasons_shown(action)[-1] == "No voice"
    assert "Evidence challenged" not in reasons_shown(action)
    assert "Evidence challenged" in reasons_shown(replace(action, is_challenged=False))


def test_leaders_are_left_out_until_somebody_wrote_about_them(snapshot: Snapshot) -> None:
    assert "Impact of leaders" not in report_html(snapshot)
    written = replace(snapshot, commentaries=(Commentary("leaders", "The new team is in post."),))
    assert "Impact of leaders" in report_html(written)


def test_every_part_is_in_the_contents_and_every_link_inside_has_its_target(html: str) -> None:
    import re

    targets = set(re.findall(r'href="#([^"]+)"', html))
    ids = set(re.findall(r'id="([^"]+)"', html))
    assert targets <= ids
    for key in (
        "glance",
        "changed",
        "overview",
        "data",
        "review",
        "plan",
        "journey",
        "priority-1",
        "app-a",
        "app-d",
    ):
        assert key in targets
