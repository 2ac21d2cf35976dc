"""Which texts look as if they identified a child, and which ordinary prose does not."""

import pytest

from tracker.rules.child_guard import Sign, is_nhs_number, likenesses


@pytest.mark.parametrize(
    ("text", "sign"),
    [
        ("Tom, dob 12/03/2014, was seen", Sign.BIRTH),
        ("Jayden (date of birth: 4 May 2011) moved", Sign.BIRTH),
        ("She was born on 3 June 2010.", Sign.BIRTH),
        ("Ellie Brown, aged 7, told us", Sign.AGED),
        ("Kayleigh is 12 and lives with her aunt", Sign.AGED),
        ("Tom (9) said the visits helped", Sign.AGED),
        ("Mia, 6, said she felt safe", Sign.AGED),
        ("a 14-year-old called Riley", Sign.AGED),
        ("Charlie Smith, 14-year-old, was heard", Sign.AGED),
        ("Zuzanna Kowalska aged 15", Sign.AGED),
        ("Oksana aged 12 has waited", Sign.AGED),
        ("Noah was 4.", Sign.AGED),
        ("Mosaic ID 1234567", Sign.NUMBER),
        ("Case number 45821", Sign.NUMBER),
        ("case no. 2023/114", Sign.NUMBER),
        ("Liquidlogic 88123456", Sign.NUMBER),
        ("LCS: 1203344", Sign.NUMBER),
        ("Child's file ref 123456", Sign.NUMBER),
        ("UPN A123456789012", Sign.NUMBER),
        ("NHS number 943 476 5919", Sign.NHS),
        ("9434765919", Sign.NHS),
        ("2 children in Harlmere Primary", Sign.FEW),
        ("two girls at St Mary’s Academy", Sign.FEW),
        ("three siblings placed at Oakfield House", Sign.FEW),
        ("only one child attending Mill Lane Nursery", Sign.FEW),
        ("Two boys aged 14 from Ashby", Sign.FEW),
        ("The family moved to 14 Alder Close", Sign.ADDRESS),
        ("Visited 7b St Mary’s Road in May", Sign.ADDRESS),
        ("The placement at Flat 3 ended", Sign.ADDRESS),
        ("Moved to HR4 9XB last week", Sign.ADDRESS),
        ("EC1A 1BB", Sign.ADDRESS),
    ],
)
def test_what_may_identify_a_child_is_found(text: str, sign: Sign) -> None:
    assert sign in {found.sign for found in likenesses(text)}


@pytest.mark.parametrize(
    "text",
    [
        "The board met on 12 March 2026.",
        "Under 5s are seen within 5 days",
        "Care leavers aged 16 to 17 have a key worker",
        "Children aged 5 and over",
        "453 children are on a plan, down from 488 in October",
        "Of 12 children whose records were read, 3 had no plan",
        "Two children waited longer than ten days.",
        "Section 47 enquiries rose",
        "Year 9 pupils in Harlmere schools",
        "Ofsted (4) found",
        "Priority (2) is late",
        "Ruth Adeyemi, head of service, took over on 3 June 2026",
        "Call 0300 123 4567 for help",
        "The policy is 5 years old",
        "Recommendation 11 is closed.",
        "Case audits: 12 of 20 were good in 2026",
        "Case file audits 2025/26 show",
        "The case load fell to 18 by 31 March 2026",
        "In September 2026, 12 visits were late",
        "Five children’s homes in Harlmere are good",
        "Three young people from the Children in Care Council spoke",
        "Five social workers at Harlmere House left",
        "Harlmere, 12, and",
        "Nine teams in four areas were seen between 1 and 5 May",
        "Report 2025/114",
        "The service was born in 2019",
        "Chloe Parsons, team manager, said",
        "James Whitfield is 3 weeks into his post",
        "Jordan Price (12 actions)",
        "Mosaic went live on 12/03/2026",
        "Mosaic 2026 release",
        "Morgan is 20 minutes late",
        "child protection plans 2024/25",
        "one child in a hundred at any school",
        "12 Family Court hearings were late, and 3 County Court orders",
        "Priority 1 Right Place, Right Time; Phase 2 Early Help Drive",
        "18 Staying Close places, and 2 Magistrates’ Court dates",
        "In 2026 Alder Close opened, and on 4 May Close the Gap began",
        "The centre at Alder Close is full; High Street traders helped",
        "12 of 20 cases close within 5 days; E12 and E13 show it",
        "Action 3.2 Park Lane pilot; pages 7-9 Green Lane project",
        "M1 3 days, B2 and SDT-2 are measures; KS2 results; A4 2PP",
    ],
)
def test_ordinary_prose_raises_no_alarm(text: str) -> None:
    assert likenesses(text) == ()


def test_what_is_found_is_named_in_its_own_words_once() -> None:
    [found] = likenesses("Mia, aged 9, waited.\nMia, aged 9, was seen.")
    assert found.words == "Mia, aged 9"


def test_only_numbers_with_the_right_check_digit_are_nhs_numbers() -> None:
    assert is_nhs_number("9434765919")
    assert not is_nhs_number("9434765918")
    assert not is_nhs_number("1111111111")
