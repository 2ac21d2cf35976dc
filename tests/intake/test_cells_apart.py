"""Plain text that kept no layout: tables printed cell below cell, and cells printed into one another."""

import pytest

from tracker.intake.model import Reading
from tracker.intake.reading import read_text

HEAD = "Fenmark Council\nInternal audit report: petty cash\n\n"
COUNCIL_PLAN = "Fenmark Council\nOfsted improvement plan 2024\n\n"


def _facts(reading: Reading) -> list[tuple[str | None, str, str | None]]:
    return [(ask.number, ask.text, ask.timescale) for ask in reading.recommendations]


def _cells(*cells: str) -> str:
    return "\n\n".join(cells) + "\n\n"


def test_cells_below_each_other_are_rows_again() -> None:
    text = COUNCIL_PLAN + _cells(
        "Ref Recommendation", "Action", "Lead\nofficer", "Target date", "RAG",
        "1", "Visit each child within the time the plan sets,\nand write down what the child said.",
        "Train the team.", "Ann Bell", "31 March\n2025", "Green",
        "2", "Answer each call by the end of the next day.", "Train the team.", "Head of Service",
        "30/06/2025", "Amber",
    )  # fmt: skip
    reading = read_text(text)
    assert _facts(reading) == [
        (
            "1",
            "Visit each child within the time the plan sets, and write down what the child said.",
            "31 March 2025",
        ),
        ("2", "Answer each call by the end of the next day.", "30/06/2025"),
    ]
    assert all(ask.sure for ask in reading.recommendations)


def test_dates_numbers_and_names_printed_between_the_lines_of_a_cell_are_taken_out() -> None:
    text = HEAD + _cells(
        "No. Recommendation", "Priority", "Agreed action", "Owner", "Due date",
        "R1", "Keep every receipt\n2\nin one place, and check\nthem each month.",
        "The clerk will do so every week.",
        "Ann\n31/03/2025\nBell",
        "R2", "Ask two people to sign\nfor each payment.", "1", "The clerk will do so every week.",
        "Tom\n30 June\nOakes 2025",
    )  # fmt: skip
    assert _facts(read_text(text)) == [
        ("R1", "Keep every receipt in one place, and check them each month.", "31/03/2025"),
        ("R2", "Ask two people to sign for each payment.", "30 June 2025"),
    ]


def test_findings_before_and_after_a_page_are_not_taken_for_asks() -> None:
    text = (
        HEAD
        + _cells("Ref", "Finding", "Recommendation", "Priority", "Responsible officer", "Target date")
        + _cells(
            "1", "Receipts were lost, and nobody looked for them when", "Keep every receipt in one place, and"
        )
        + _cells("High", "Ann Bell", "1 May 2025", "Internal Audit – Confidential", "1")
        + "\f"
        + _cells("the year was closed.", "check them each month.")
        + _cells("2", "One person alone could sign for a payment of any size.", "Ask two people to sign.")
        + _cells("Low", "Tom Oakes", "2 June 2025", "Internal Audit – Confidential", "2")
    )
    assert _facts(read_text(text)) == [
        ("1", "Keep every receipt in one place, and check them each month.", "1 May 2025"),
        ("2", "Ask two people to sign.", "2 June 2025"),
    ]


def test_an_ask_is_doubtful_where_the_cells_do_not_come_out_even() -> None:
    text = COUNCIL_PLAN + _cells(
        "Recommendation", "Lead", "By when", "RAG",
        "Visit each child within the time the plan sets.", "Ann Bell", "March 2025", "G",
        "Answer each call by the end of the next day.", "Tom Oakes", "G",
    )  # fmt: skip
    reading = read_text(text)
    assert [ask.timescale for ask in reading.recommendations] == ["March 2025", None]
    assert not any(ask.sure for ask in reading.recommendations)
    words = COUNCIL_PLAN + _cells("Ref", "Recommendation", "Target date", "The plan is written in May.")
    assert not any(ask.sure for ask in read_text(words).recommendations)


def test_labels_above_their_values_are_one_table() -> None:
    one = _cells("1. Receipts\nFinding", "Receipts were lost.", "Recommendation")
    one += _cells("Keep every receipt in one place.\nPriority", "High", "Management\nresponse", "Agreed")
    one += _cells("Target date", "31 March 2025")
    two = _cells("Finding", "One person signs.", "Recommendation Ask two people to sign for each payment.")
    two += _cells("Priority", "Low", "Management\nresponse", "Agreed", "Target date", "30 June 2025")
    assert _facts(read_text(HEAD + one + two)) == [
        (None, "Keep every receipt in one place.", "31 March 2025"),
        (None, "Ask two people to sign for each payment.", "30 June 2025"),
    ]


def test_due_dates_printed_into_the_requirements_are_theirs() -> None:
    text = (
        "Fenmark House\nInspection of a children’s home\n\n"
        "Statutory requirements\nRequirement\n\nDue date\n\n"
        "The registered person must keep a record of each visit to the home.\n(Regulation 44 (1))\n"
        "31 January\nThe registered person must see that all of the staff are trained\n2025\n"
        "before they work alone with children.\n(Regulation 33 (1))\n"
        "The registered person must tell the placing authority of 1 March 2025\n"
        "each child who is missing.\n(Regulation 40)\n\n28 February 2025\n\n"
        "Recommendations\n• Staff should write daily.\n"
    )
    dates = [ask.timescale for ask in read_text(text).recommendations[:3]]
    texts = [ask.text for ask in read_text(text).recommendations[:3]]
    assert texts == [
        "The registered person must keep a record of each visit to the home. (Regulation 44 (1))",
        "The registered person must see that all of the staff are trained before they work alone with "
        "children. (Regulation 33 (1))",
        "The registered person must tell the placing authority of each child who is missing. (Regulation 40)",
    ]
    assert dates == ["31 January 2025", "1 March 2025", "28 February 2025"]


@pytest.mark.parametrize("count", [3, 6])
def test_a_column_of_dates_or_of_row_numbers_is_no_page_furniture(count: int) -> None:
    rows = "".join(
        _cells(str(n), f"See child number {n * 11} at home every week.", "30 June\n2025", "Ann Bell")
        for n in range(1, count + 1)
    )
    text = COUNCIL_PLAN + _cells("No", "Recommendation", "Target date", "Lead") + rows
    assert [(ask.number, ask.timescale) for ask in read_text(text).recommendations] == [
        (str(n), "30 June 2025") for n in range(1, count + 1)
    ]


def test_regulations_printed_before_what_breaches_them_are_each_given_their_own() -> None:
    text = (
        "Fenmark Lodge\nCare Quality Commission\nInspection report\n\n"
        "Action we have told the provider to take\n"
        "Regulated activity\n\nRegulation\n\nPersonal care\n\n"
        "Regulation 17 HSCA RA Regulations 2014 Good governance\n\nPersonal care\n\n"
        "Regulation 18 HSCA RA Regulations 2014\nStaffing\n\n"
        "Records were not kept at all times.\n\nToo few staff were on duty at night.\n"
    )
    assert [ask.text for ask in read_text(text).recommendations] == [
        "Regulation 17 HSCA RA Regulations 2014 Good governance Records were not kept at all times.",
        "Regulation 18 HSCA RA Regulations 2014 Staffing Too few staff were on duty at night.",
    ]


def test_a_line_that_a_page_repeats_in_the_middle_of_a_sentence_is_kept() -> None:
    ask = "By 31 March 2025, the chief constable of Fenmark Police should\nmake sure that {}.\n"
    pages = [
        "Fenmark Police\nHMICFRS\nRecommendation 1\n" + ask.format("calls are answered"),
        "Recommendation 2\n" + ask.format("checks are made"),
        "Recommendation 3\n" + ask.format("victims are told"),
    ]
    found = read_text("\f".join(f"{page}{n}\n" for n, page in enumerate(pages, 1))).recommendations
    assert [ask.text.split(" should ")[0] for ask in found] == [
        "By 31 March 2025, the chief constable of Fenmark Police"
    ] * 3


SEND = (
    "Area SEND inspection of Orrin Vale Local Area Partnership\nInspection dates: 2 to 6 February 2024\n\n"
    "Areas for priority action\nAreas for priority action\n\nResponsible body\n\n"
)
BODIES_BESIDE = (
    "Leaders should act at once so that plans are written\nOrrin Vale\n"
    "in time, and so that parents know what is\nCouncil\nin them.\n"
    "This should include the plans of all who wait.\n"
    "Leaders must find places near to where children Orrin Vale\nlive, and visit each of them.\n"
    "Council and Northern\nICB\n"
)
BODIES_BELOW = (
    "Leaders should act at once so that plans are written\nin time, and so that parents know what is\n"
    "in them.\n\nOrrin Vale Council\nand Northern ICB\n\nThis should include the plans of all who wait.\n\n"
    "Orrin Vale Council\n\nLeaders must find places near to where children\nlive, and visit each of them.\n\n"
    "Orrin Vale Council\n"
)


@pytest.mark.parametrize("rows", [BODIES_BESIDE, BODIES_BELOW])
def test_names_of_responsible_bodies_are_no_part_of_what_is_asked_of_them(rows: str) -> None:
    text = f"{SEND}{rows}\nAreas for improvement\nLeaders should make the website easier to use.\n"
    assert [ask.text for ask in read_text(text).recommendations] == [
        "Leaders should act at once so that plans are written in time, and so that parents know what is in "
        "them. This should include the plans of all who wait.",
        "Leaders must find places near to where children live, and visit each of them.",
        "Leaders should make the website easier to use.",
    ]


def test_names_and_dates_that_a_sentence_needs_stay_in_it() -> None:
    names = (
        "Leaders from Orrin Vale Council and\nNorthern Integrated Care Board\nmust act at once with\n"
        "Orrin Vale Council\nand all of its partners.\n\nOrrin Vale Council\n"
    )
    assert [ask.text for ask in read_text(SEND + names).recommendations] == [
        "Leaders from Orrin Vale Council and Northern Integrated Care Board must act at once with Orrin Vale "
        "Council and all of its partners."
    ]
    dates = (
        "Fenmark House\nInspection of a children’s home\n\n"
        "Statutory requirements\nRequirement\n\nDue date\n\n"
        "The registered person must record each visit between 1 March 2025\nand 1 May 2025, as the notice of "
        "3 May 2024\nsays.\n(Regulation 44 (1))\n\n31 January 2025\n"
    )
    [ask] = read_text(dates).recommendations
    assert "each visit between 1 March 2025 and 1 May 2025, as the notice of 3 May 2024 says." in ask.text
    assert ask.timescale == "31 January 2025"


def test_a_breach_without_a_stop_stays_with_its_regulation() -> None:
    text = (
        "Fenmark Lodge\nCare Quality Commission\nInspection report\n\n"
        "Action we have told the provider to take\nRegulated activity\n\nRegulation\n\nPersonal care\n\n"
        "Regulation 17 Good governance\n\nThe provider had no systems to see how good its own care was\n\n"
        "Personal care\n\nRegulation 18 Staffing\n\nToo few staff were on duty at night.\n"
    )
    assert [ask.text for ask in read_text(text).recommendations] == [
        "Regulation 17 Good governance The provider had no systems to see how good its own care was",
        "Regulation 18 Staffing Too few staff were on duty at night.",
    ]
