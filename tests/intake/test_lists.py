"""Where lists of asks begin, go on and end, and what stands in documents that ask for nothing."""

import pytest

from tests.intake.sample_files import paragraphs, pdf_of
from tracker.intake.model import Reading
from tracker.intake.reading import read_document, read_text

VISIT = "Focused visit to Fenmark children’s services\n\n"


def _facts(reading: Reading) -> list[tuple[str | None, str, str | None, str | None]]:
    return [(ask.number, ask.text, ask.timescale, ask.section) for ask in reading.recommendations]


def test_bullets_that_a_conversion_prints_before_the_words_of_the_list() -> None:
    text = (
        f"{VISIT}What needs to improve in this area of social work practice\n\n•\n•\n•\n\n"
        "The timeliness of visits to children who live with people they are related to and who\n"
        "have moved.\nThe quality of plans.\nThe recording of what children say.\n\n"
        "Findings\n\n•\n•\n\nStaff are kind.\nVisits are made.\n"
    )
    assert [ask.text for ask in read_text(text).recommendations] == [
        "The timeliness of visits to children who live with people they are related to and who have moved.",
        "The quality of plans.",
        "The recording of what children say.",
    ]


def test_a_sentence_that_leads_in_to_a_list_dates_it() -> None:
    text = (
        "National child protection inspection\nNorthmere Constabulary\n\nRecommendations\n\n"
        "We recommend that Northmere Constabulary immediately:\n\n• sees each child alone;\n\n"
        "We recommend that, within three months, Northmere Constabulary should:\n\n"
        "• trains those who answer calls;\n• records what children say.\n\nNext steps\n\nWait.\n"
    )
    assert [ask.timescale for ask in read_text(text).recommendations] == [
        "Immediately", "Within three months", "Within three months",
    ]  # fmt: skip


def test_numbered_bodies_with_what_each_is_asked_in_decimals() -> None:
    text = (
        "Care Quality Commission\nReview of health services for children looked after in Fenmark\n\n"
        "Recommendations\n\n1. Fenmark Trust should:\n\n1.1 See each child within a week.\n\n"
        "1.2 Share what it learns.\n\n2. The commissioning group should:\n\n2.1 Pay for more nurses.\n\n"
        "Next steps\n\nWait.\n"
    )
    assert [(number, section) for number, _, _, section in _facts(read_text(text))] == [
        ("1.1", "Recommendations – Fenmark Trust should"),
        ("1.2", "Recommendations – Fenmark Trust should"),
        ("2.1", "Recommendations – The commissioning group should"),
    ]


def test_one_list_parted_by_urgency() -> None:
    text = (
        "Internal audit report\n\nRecommendations\n\nHigh priority\n\n1. Check each payment twice.\n\n"
        "Target date: 1 May 2025\n\nMedium priority\n\n2. Keep every receipt.\n\nTarget date: 2 June 2025\n"
    )
    assert [(number, due) for number, _, due, _ in _facts(read_text(text))] == [
        ("1", "1 May 2025"), ("2", "2 June 2025"),
    ]  # fmt: skip


def test_one_ask_that_two_services_are_given_counts_twice() -> None:
    services = "Wards\n\n• The trust must train its staff.\n• The trust must {} beds.\n\n"
    text = (
        "Care Quality Commission\nSaltmarsh NHS Trust\n\nAction the trust MUST take to improve:\n\n"
        + services.format("buy more")
        + services.replace("Wards", "Clinics").format("clean its")
        + "Is this organisation well-led?\n\nYes.\n"
    )
    assert [ask.text for ask in read_text(text).recommendations].count("The trust must train its staff.") == 2


def test_an_item_whose_bracket_stands_on_the_next_page_is_whole() -> None:
    ask = "The registered person should write to each child before they move. (‘Guide to the homes’, page 61)"
    body = (
        paragraphs("Children’s home inspection", "Registered provider: Fernhill Care Ltd")
        + "<h2>Recommendations</h2><p>◼ The registered person should mend the fence."
        + f"<p style='margin-top:80mm'>◼ {ask.replace(' (', '<br style=break-after:page>(')}"
        + "<p>◼ The registered person should train all staff."
        + "<h2>Information about this inspection</h2><p>None."
    )
    assert [found.text for found in read_document(pdf_of(body), "a.pdf").recommendations][1] == ask


@pytest.mark.parametrize(
    "text",
    [
        "Report to Cabinet\nFenmark Council\n\nRecommendations\n\nThat Cabinet:\n\n(a) approves the plan;\n"
        "(b) notes the cost.\n\nBackground\n\nThe council must have a plan.\n",
        "Inspection of Fenmark Council local authority children’s services\n\nWhat needs to improve?\n\n"
        "Leaders know what to do, and inspectors did not identify any further areas for improvement.\n\n"
        "The experiences and progress of children in care: good\n\nChildren do well.\n",
        "Joint area SEND revisit in Fenmark\n\nThe area has made sufficient progress in all of it.\n\n"
        "Leaders should have known this before.\n",
        "Minutes of the Children’s Panel\nFenmark Council\n\nRESOLVED: That the report be noted.\n",
        "Dear Ms Holm\n\nPlease find the papers enclosed. You should bring your copy.\n\nYours sincerely\n",
    ],
)
def test_a_document_that_asks_for_nothing_says_so(text: str) -> None:
    reading = read_text(text)
    assert reading.recommendations == ()
    assert reading.message is not None
    assert "othing" in reading.message


def test_a_mark_in_a_later_paragraph_of_a_finding_is_that_findings() -> None:
    text = (
        "Inspection of services for children in need of help and protection\n\nRecommendations\n\n"
        "1. See children alone.\n\nInspection findings\n\n"
        "2. Children are not always seen alone, and their words are not always written down by visitors.\n\n"
        "Where they are, the words are kept in a place that few know. (Recommendation)\n\nSummary\n\nEnd.\n"
    )
    assert [finding.number for finding in read_text(text).findings if finding.is_marked] == ["2"]


def test_the_mark_of_a_footnote_is_no_part_of_an_ask() -> None:
    text = "Peer review\n\nRecommendations\n\n1. See each child at home.2\n2. Write to each family.\n"
    assert [ask.text for ask in read_text(text).recommendations] == [
        "See each child at home.", "Write to each family.",
    ]  # fmt: skip
