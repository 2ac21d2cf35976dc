"""Every kind of report through the screens and from the command line."""

from pathlib import Path

import pytest
from flask import Flask

from tests.pages import check_page
from tests.report_screens.test_board_report import PLAN, SignedIn, start
from tracker.rules.report_kinds import KIND_WORDS, ReportKind


@pytest.mark.parametrize("kind", list(ReportKind))
def test_a_lead_starts_a_report_of_each_kind_and_reads_it_on_screen(
    kind: ReportKind, signed_in: SignedIn
) -> None:
    lead = signed_in("lead")
    draft = start(lead, kind=kind.value, recommendation="1")
    name = KIND_WORDS[kind].name
    page = lead.get(draft).get_data(as_text=True)
    check_page(page)
    assert f"{name} R1, draft" in page if kind is ReportKind.RECOMMENDATION else f"{name}, draft" in page
    preview = lead.get(f"{draft}/preview").get_data(as_text=True)
    check_page(preview)
    assert f'<body class="{kind.value}">' in preview
    assert lead.get(f"{draft}/report.css").status_code == 200
    assert name in lead.get(f"{PLAN}/reports").get_data(as_text=True)


def test_a_sheet_needs_a_recommendation_that_is_in_the_plan(signed_in: SignedIn) -> None:
    lead = signed_in("lead")
    for chosen, told in (
        ("0", "Select the recommendation that the sheet is about"),
        ("99", "Not a valid choice"),
    ):
        data = {"kind": "recommendation", "recommendation": chosen, "meeting": "0", "edition": "public"}
        data |= {"as_at": ["1", "11", "2026"]}  # type: ignore[dict-item]
        page = lead.post(f"{PLAN}/reports/new", data=data).get_data(as_text=True)
        assert told in page
        check_page(page)


def test_the_form_begins_with_the_report_that_the_body_usually_gets(signed_in: SignedIn) -> None:
    page = signed_in("lead").get(f"{PLAN}/reports/new?meeting=1").get_data(as_text=True)
    assert 'value="board" checked' in " ".join(page.split())
    address = f"{PLAN}/reports/new?kind=recommendation&recommendation=1"
    page = signed_in("lead").get(address).get_data(as_text=True)
    assert 'value="recommendation" checked' in " ".join(page.split())


def test_a_recommendation_offers_its_sheet_to_leads(signed_in: SignedIn) -> None:
    address = f"{PLAN}/reports/new?kind=recommendation&amp;recommendation=1"
    assert address in signed_in("lead").get(f"{PLAN}/recommendations/1").get_data(as_text=True)
    assert address not in signed_in("owner").get(f"{PLAN}/recommendations/1").get_data(as_text=True)


def test_a_draft_can_become_another_kind_of_report(signed_in: SignedIn) -> None:
    lead = signed_in("lead")
    draft = start(lead)
    data = {"kind": "scrutiny", "recommendation": "0", "meeting": "1", "edition": "public"}
    data |= {"as_at": ["1", "11", "2026"]}  # type: ignore[dict-item]
    lead.post(f"{draft}/edit", data=data)
    assert "Scrutiny report, draft" in lead.get(draft).get_data(as_text=True)


@pytest.mark.parametrize("kind", [kind for kind in ReportKind if kind is not ReportKind.BOARD])
def test_the_command_line_makes_every_kind(
    app: Flask, world: object, kind: ReportKind, tmp_path: Path
) -> None:
    runner = app.test_cli_runner()
    pdf, page = tmp_path / "report.pdf", tmp_path / "report.html"
    wanted = [
        "reports",
        "render",
        "--plan",
        "harlmere",
        "--kind",
        kind.value,
        "--out",
        str(pdf),
        "--html",
        str(page),
    ]
    if kind is ReportKind.RECOMMENDATION:
        refused = runner.invoke(args=wanted)
        assert refused.exit_code == 1
        assert "Select the recommendation" in refused.output
        wanted += ["--recommendation", "1"]
    made = runner.invoke(args=[*wanted, "--edition", "members"])
    assert made.exit_code == 0, made.output
    assert pdf.read_bytes().startswith(b"%PDF-1.7")
    assert "Members’ edition" in page.read_text()
