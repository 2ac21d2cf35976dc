"""The same asks are found however a page is laid out."""

import io

import docx
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn

from tests.intake.sample_files import paragraphs, pdf_of, word_of, writer_of
from tracker.intake.model import Reading
from tracker.intake.reading import read_document, read_text

HOME = paragraphs("Children’s home inspection", "Registered provider: Fernhill Care Ltd")
LONG = "The registered person must write down what was tried before a child was held, what the child said "
ROWS = [
    (
        LONG + "and who was told. " + "This is for every child and every time. " * 6 + "(Regulation 35 (3))",
        "1 May 2025",
    ),
    ("The registered person must show that staff have been trained. (Regulation 33 (4))", "2 June 2025"),
    (
        LONG + "in the following week. " + "It has to be kept for inspectors. " * 8 + "(Regulation 36)",
        "3 July 2025",
    ),
]


def _table(rows: list[tuple[str, str]]) -> str:
    cells = "".join(f"<tr><td>{text}<td>{due}</tr>" for text, due in rows)
    return f"<table><tr><th style='width:75%'>Requirement<th>Due date</tr>{cells}</table>"


def _facts(reading: Reading) -> list[tuple[str | None, str, str | None, str | None]]:
    return [(ask.number, ask.text, ask.timescale, ask.section) for ask in reading.recommendations]


def test_a_table_of_requirements_that_runs_over_pages() -> None:
    body = HOME + "<h2>Statutory requirements</h2>" + _table(ROWS) + "<h2>Inspection judgements</h2><p>Good."
    reading = read_document(pdf_of(body), "report.pdf")
    assert len(reading.page_starts) > 1
    assert _facts(reading) == [(None, text, due, None) for text, due in ROWS]


def test_bullets_drawn_apart_from_their_text_belong_to_it() -> None:
    body = (
        "<p>Focused visit to Fenmark children’s services</p>"
        "<h2>What needs to improve in this area of social work practice</h2>"
        "<ul><li>The speed of the first answer to a family.<li>The help that new workers get, such as:"
        "<ul><li>time to learn<li>a person to ask</ul></ul><h2>Main findings</h2><ul><li>Staff are kind.</ul>"
    )
    assert [ask.text for ask in read_document(pdf_of(body), "a.pdf").recommendations] == [
        "The speed of the first answer to a family.",
        "The help that new workers get, such as: time to learn a person to ask",
    ]


def test_an_item_goes_on_over_a_page_with_its_running_title() -> None:
    asks = [
        f"Make sure that team {n} writes down what families say, " + "again and again " * 12 + "."
        for n in range(1, 15)
    ]
    body = (
        "<p>Inspection of services for children in need of help and protection</p>"
        "<h2>Recommendations</h2><ol>"
        + "".join(f"<li>{ask}" for ask in asks)
        + "</ol><h2>Summary for children and young people</h2><p>Things get better."
    )
    reading = read_document(pdf_of(body), "a.pdf")
    assert len(reading.page_starts) > 2
    assert [(ask.number, ask.text) for ask in reading.recommendations] == [
        (str(number), ask) for number, ask in enumerate(asks, start=1)
    ]
    assert "running title" not in reading.source_text


def test_a_passage_names_the_page_it_stands_on() -> None:
    body = (
        "<p>Focused visit to Fenmark children’s services</p>" + paragraphs(*["Words fill the page."] * 60)
        + "<h2>Areas for priority action</h2><ul><li>The safety of children who are missing.</ul>"
    )  # fmt: skip
    reading = read_document(pdf_of(body), "a.pdf")
    passage = reading.recommendations[0].passage
    assert passage.page == len(reading.page_starts)
    assert reading.page_starts[passage.page - 1] <= passage.start


def test_a_word_document_with_lists_and_a_table_in_order() -> None:
    data = word_of(
        "Children’s home inspection",
        "Registered provider: Fernhill Care Ltd",
        "# Statutory requirements",
        [["Requirement", "Due date"], *[list(row) for row in ROWS]],
        "# Recommendations",
        "* The registered person should ask children about:",
        "- food",
        "- bedtimes.",
        "* The registered person should mend the fence.",
        "# Information about this inspection",
        "* Nothing here is an ask.",
    )
    assert _facts(read_document(data, "report.docx")) == [
        *[(None, text, due, "Statutory requirements") for text, due in ROWS],
        (None, "The registered person should ask children about: food bedtimes.", None, "Recommendations"),
        (None, "The registered person should mend the fence.", None, "Recommendations"),
    ]


def test_an_opendocument_text_with_lists_and_a_table_in_order() -> None:
    data = writer_of(
        "Children’s home inspection",
        "Registered provider: Fernhill Care Ltd",
        "# Statutory requirements",
        [["Requirement", "Due date"], *[list(row) for row in ROWS]],
        "# Recommendations",
        "1 The registered person should ask children about food.",
        "1 The registered person should mend the fence.",
        "# Information about this inspection",
        "* Nothing here is an ask.",
    )
    assert _facts(read_document(data, "report.odt")) == [
        *[(None, text, due, "Statutory requirements") for text, due in ROWS],
        ("1", "The registered person should ask children about food.", None, "Recommendations"),
        ("2", "The registered person should mend the fence.", None, "Recommendations"),
    ]


RULED = "td,th{overflow-wrap:anywhere;border:.6pt solid;padding:1pt;font-size:7pt}table{table-layout:fixed}"
NARROW = (
    "Ref|Ofsted recommendation|Our action|Lead officer|Target date|RAG|Progress",
    "1.1|See children alone at each visit and keep what they say.|Train all teams|Head of Service|1 May 2025|"
    "Green|Four of five teams are trained",
    "1.2|Answer referrals on the day they come.|New rota|Service Manager|2 June 2025|Amber|Rota agreed",
)


def test_narrow_columns_that_touch_are_told_apart_by_their_rules() -> None:
    rows = "".join(f"<tr>{''.join(f'<td>{cell}' for cell in row.split('|'))}</tr>" for row in NARROW)
    body = f"<p>Fenmark Council</p><p>Improvement plan</p><table>{rows}</table>"
    reading = read_document(pdf_of(body, RULED), "plan.pdf")
    assert _facts(reading) == [
        ("1.1", "See children alone at each visit and keep what they say.", "1 May 2025", None),
        ("1.2", "Answer referrals on the day they come.", "2 June 2025", None),
    ]


def test_areas_in_the_column_of_their_grade_are_judgements() -> None:
    grid = (
        "Outstanding|Good|Adequate|Requires improvement|Inadequate",
        "|Preventing crime|Managing offenders|Responding to the public|",
        "||Protecting vulnerable people||",
    )
    rows = "".join(f"<tr>{''.join(f'<td>{cell}' for cell in row.split('|'))}</tr>" for row in grid)
    body = f"<p>PEEL 2023–25</p><p>An inspection of Eastholm Police</p><table>{rows}</table>"
    found = read_document(pdf_of(body, RULED), "peel.pdf").judgements
    assert {each.area: each.grade for each in found} == {
        "Preventing crime": "Good",
        "Managing offenders": "Adequate",
        "Responding to the public": "Requires improvement",
        "Protecting vulnerable people": "Adequate",
    }


def test_a_list_drawn_after_the_rest_of_the_page_is_read_in_its_place() -> None:
    body = (
        "<p>Focused visit to Fenmark children’s services</p>"
        "<h2>What needs to improve in this area of social work practice</h2>"
        "<div>• The speed of the first answer to a family.</div><div>• The notes that are kept.</div>"
        "<h2>Main findings</h2><p>Staff are kind."
    )
    reading = read_document(pdf_of(body, "div{position:relative;z-index:1}"), "a.pdf")
    assert [ask.text for ask in reading.recommendations] == [
        "The speed of the first answer to a family.",
        "The notes that are kept.",
    ]


def test_words_that_recur_at_the_edge_of_two_pages_are_not_furniture() -> None:
    body = HOME + paragraphs(*["Words fill the page."] * 30) + "<p>Registered provider: Fernhill Care Ltd</p>"
    assert read_document(pdf_of(body), "a.pdf").provider == "Fernhill Care Ltd"


def test_automatic_numbers_of_a_word_document_are_read() -> None:
    data = word_of(
        "Internal audit report", "# Recommendations", "1 Check each payment twice.", "1 Keep every receipt."
    )
    assert [(ask.number, ask.text) for ask in read_document(data, "a.docx").recommendations] == [
        ("1", "Check each payment twice."),
        ("2", "Keep every receipt."),
    ]


def test_a_word_list_that_begins_with_a_later_number() -> None:
    document = docx.Document(io.BytesIO(word_of("Internal audit report", "# Recommendations")))
    numbering = document.part.numbering_part.element
    abstract = numbering.find(qn("w:num")).find(qn("w:abstractNumId")).get(qn("w:val"))
    for level in numbering.iter(qn("w:numFmt")):
        level.set(qn("w:val"), "decimal")
    numbering.append(
        parse_xml(
            f'<w:num {nsdecls("w")} w:numId="77"><w:abstractNumId w:val="{abstract}"/>'
            '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="12"/></w:lvlOverride></w:num>'
        )
    )
    for text in ("Check each payment twice.", "Keep every receipt there is."):
        properties = document.add_paragraph(text)._p.get_or_add_pPr()
        properties.append(
            parse_xml(f'<w:numPr {nsdecls("w")}><w:ilvl w:val="0"/><w:numId w:val="77"/></w:numPr>')
        )
    stored = io.BytesIO()
    document.save(stored)
    found = read_document(stored.getvalue(), "a.docx").recommendations
    assert [ask.number for ask in found] == ["12", "13"]


def test_a_page_saved_from_a_website() -> None:
    page = (
        "<!DOCTYPE html><title>x</title><nav><ul><li>Home page<li>Areas for improvement</ul></nav><main>"
        "<h1>Area SEND inspection of Fenmark Local Area Partnership</h1><h2>Areas for improvement</h2><table>"
        "<tr><th>Areas for improvement<th>Responsible body</tr>"
        "<tr><td>Leaders should shorten the wait for speech therapy.<td>The council</tr></table>"
        "<h2>Inspection team</h2><p>Ines Holm, Ofsted HMI</main>"
    )
    reading = read_document(page.encode(), "report.pdf")
    assert [ask.text for ask in reading.recommendations] == [
        "Leaders should shorten the wait for speech therapy."
    ]
    assert reading.inspectors == ("Ines Holm",)
    assert "web page" in reading.warnings[0]


def test_windows_quotes_and_dashes_are_decoded() -> None:
    text = (
        "Focused visit to Fenmark children’s services\n\nArea for improvement\n\n• Managers’ notes – all.\n"
    )
    reading = read_document(text.encode("cp1252"), "a.txt")
    assert reading.recommendations[0].text == "Managers’ notes – all."


def test_a_committees_own_resolution_is_no_ask_of_inspectors() -> None:
    text = (
        "Fenmark Council\nImprovement plan: progress report\nCabinet – 3 March 2025\n\n"
        "Recommendation\n1. Cabinet is asked to note the table below.\n\n"
        "No.\tOfsted recommendation\tTarget date\n1\tSee each child within ten days.\t1 May 2025\n"
    )
    reading = read_text(text)
    assert _facts(reading) == [("1", "See each child within ten days.", "1 May 2025", None)]
    assert [passage.why for passage in reading.unmatched] == [
        "A resolution asked of a meeting, not an inspector's ask."
    ]


def test_the_same_table_printed_twice_is_read_once() -> None:
    table = "| No | Recommendation | Due date |\n|---|---|---|\n| 1 | See each child soon. | 1 May 2025 |\n"
    reading = read_text(f"Improvement plan\n\n{table}\nAppendix\n\n{table}")
    assert len(reading.recommendations) == 1


def test_a_gap_in_the_numbers_is_a_doubt() -> None:
    text = (
        "Internal audit report\n\nRecommendations\n\n"
        "1. Check each payment twice.\n\n3. Keep every receipt there is.\n"
    )
    first, second = read_text(text).recommendations
    assert first.sure
    assert not second.sure
    assert second.doubt == "Nothing was found between number 1 and number 3."


def test_the_findings_after_a_numbered_list_are_not_asks() -> None:
    text = (
        "Inspection of services for children in need of help and protection\n\nRecommendations\n\n"
        "1. See children alone.\n2. Write to families.\n\nInspection findings\n\n"
        "3. Children are not always seen alone, and their words are not always kept. (Recommendation)\n"
    )
    reading = read_text(text)
    assert [ask.number for ask in reading.recommendations] == ["1", "2"]
    assert [(finding.number, finding.is_marked) for finding in reading.findings] == [("3", True)]
