"""Tables of asks and of judgements, whatever a page, a program or a conversion makes of them."""

import pytest

from tests.intake.sample_files import paragraphs, pdf_of, word_of
from tracker.intake.model import Reading
from tracker.intake.reading import read_document, read_text

AUDIT = "<p>Fenmark Council</p><p>Internal audit report</p>"
RULED = "td,th{border:.6pt solid;font-size:9pt}table{table-layout:fixed}"
LABELS = [
    ["Finding", "Some receipts were lost, and nobody looked for them."],
    ["Recommendation 1", "Keep every receipt in one place, and check them each month."],
    ["Priority", "High"],
    ["Agreed action", "The response will be quick."],
    ["Target date", "31 March 2025"],
]


def _facts(reading: Reading) -> list[tuple[str | None, str, str | None]]:
    return [(ask.number, ask.text, ask.timescale) for ask in reading.recommendations]


def _rows(rows: list[list[str]]) -> str:
    return "".join("<tr>" + "".join(f"<td>{cell}" for cell in row) for row in rows)


def test_a_row_that_a_page_parts_is_one_row() -> None:
    long = "Check each payment twice before it is made, and keep a note of who did so and when. "
    rows = [
        ["No", "Finding", "Recommendation", "Target date"],
        *(
            [str(n), f"{n}: weak. " * 20, f"{long * 3}This is rule {n}.", f"{n} May 2025"]
            for n in range(1, 8)
        ),
    ]
    reading = read_document(pdf_of(f"{AUDIT}<table>{_rows(rows)}</table>", RULED), "audit.pdf")
    assert len(reading.page_starts) > 2
    assert _facts(reading) == [(number, text, due) for number, _, text, due in rows[1:]]


@pytest.mark.parametrize("form", ["pdf", "word", "text"])
def test_a_table_of_labels_and_their_values(form: str) -> None:
    found = [("1", LABELS[1][1], "31 March 2025")]
    if form == "pdf":
        data = pdf_of(f"{AUDIT}<h2>Findings</h2><table>{_rows(LABELS)}</table>", RULED)
    elif form == "word":
        data = word_of("Fenmark Council", "Internal audit report", "# Findings", LABELS)
    else:
        table = "\n\n".join(f"{label:<20}{value}" for label, value in LABELS)
        data = f"Fenmark Council\nInternal audit report\n\nFindings\n\n{table}\n".encode()
    assert _facts(read_document(data, "audit")) == found


def test_a_line_that_spans_the_columns_ends_no_table() -> None:
    body = (
        "<p>Fenmark Council</p><p>Improvement plan</p><table><tr><th>Ref<th>Recommendation<th>By when"
        "<tr><td colspan=3><b>Priority 1: Help</b><tr><td>1<td>See each child alone at each visit."
        "<td>1 May 2025<tr><td colspan=3><b>Priority 2: Care</b><tr><td>2<td>Write to each child in care."
        "<td>2 June 2025</table>"
    )
    assert _facts(read_document(pdf_of(body, RULED), "plan.pdf")) == [
        ("1", "See each child alone at each visit.", "1 May 2025"),
        ("2", "Write to each child in care.", "2 June 2025"),
    ]


def test_a_table_set_with_spaces_whose_rows_are_set_apart_from_its_head() -> None:
    text = (
        "Improvement plan\n\n"
        "No.   Ofsted recommendation              Lead officer   Target date BRAG    Progress\n\n"
        "1     See each child alone at each       Ines Holm      1 May       Green   Half of the teams\n"
        "      visit and keep what they say.                     2025                are trained.\n\n"
        "2     Answer referrals on the day     Lars Petty     2 June      Amber   Agreed with\n"
        "      they come.                                     2025                the union.\n"
    )
    assert _facts(read_text(text)) == [
        ("1", "See each child alone at each visit and keep what they say.", "1 May 2025"),
        ("2", "Answer referrals on the day they come.", "2 June 2025"),
    ]


def test_a_date_that_a_single_space_parts_from_its_row() -> None:
    text = (
        "Children’s home inspection\nRegistered provider: Fernhill Care Ltd\n\nStatutory requirements\n\n"
        "Requirement                                                          Due date\n\n"
        "The registered person must see each child when they come home.       1 May 2025\n"
        "(Regulation 35)\n\n"
        "The registered person must train those who work in the home by 2 June 2025\n"
        "themselves. (Regulation 33)\n"
    )
    assert [ask.timescale for ask in read_text(text).recommendations] == ["1 May 2025", "2 June 2025"]


def test_a_date_broken_by_a_narrow_column() -> None:
    rows = [
        ["Ref", "Recommendation", "Due date"],
        ["1", "Keep every receipt in one place.", "30/09/<br>2025"],
    ]
    wide = "<colgroup><col style='width:9%'><col><col style='width:16%'></colgroup>"
    body = f"{AUDIT}<table>{wide}{_rows(rows)}</table>".replace("30/09/<br>2025", "30/09/2<br>025")
    assert _facts(read_document(pdf_of(body, RULED), "audit.pdf")) == [
        ("1", "Keep every receipt in one place.", "30/09/2025")
    ]


SCHOOL = (
    "Inspection of Brook Lane School\n\nInspection dates: 3 and 4 June 2021\n\n"
    "Overall effectiveness\nThe quality of education\nBehaviour and attitudes\nPrevious inspection grade\n\n"
    "Requires\nimprovement\nGood\nOutstanding\nInadequate\n\nWhat is it like to attend this school?\nKind.\n"
)


def test_areas_printed_before_all_their_grades() -> None:
    found = read_text(SCHOOL).judgements
    assert {each.area: each.grade for each in found} == {
        "Overall effectiveness": "Requires improvement",
        "The quality of education": "Good",
        "Behaviour and attitudes": "Outstanding",
    }


def test_a_grade_printed_inside_the_name_of_its_area() -> None:
    text = (
        "Children’s home inspection\n\nRegistered provider: Fernhill Care Ltd\n\n"
        "How well children and young people are inadequate\nhelped and protected\n\n"
        "The effectiveness of leaders and managers good\n"
    )
    assert {each.area: each.grade for each in read_text(text).judgements} == {
        "How well children and young people are helped and protected": "Inadequate",
        "The effectiveness of leaders and managers": "Good",
    }


def test_regulations_printed_cell_by_cell_beside_their_activities() -> None:
    text = (
        "Care Quality Commission\n\nAction we have told the provider to take\n\nRegulated activity\n\n"
        "Regulation\n\nPersonal care\n\nRegulation 17 HSCA RA Regulations 2014 Good governance\n\n"
        "The provider did not check its own work.\n\nPersonal care\n\n"
        "Regulation 18 HSCA RA Regulations 2014 Staffing\n\nThere were too few nurses at night.\n"
    )
    assert [ask.text for ask in read_text(text).recommendations] == [
        "Regulation 17 HSCA RA Regulations 2014 Good governance The provider did not check its own work.",
        "Regulation 18 HSCA RA Regulations 2014 Staffing There were too few nurses at night.",
    ]


def test_the_title_of_a_report_is_kept_though_every_page_repeats_it_small() -> None:
    title = "Inspection of Fenmark Council local authority children’s services"
    body = f"<h1>{title}</h1>" + paragraphs(*["Words fill the page."] * 90)
    reading = read_document(pdf_of(body, f"@page{{@bottom-left{{content:'{title}'}}}}"), "a.pdf")
    assert len(reading.page_starts) > 2
    assert reading.provider == "Fenmark Council"
    assert reading.source_text.count("Fenmark") == 1
