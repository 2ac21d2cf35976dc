"""Whether a text looks as if it identified a child: the rules behind the warning before it is saved.

Looked for are a name beside a date of birth or an age, numbers under which a child is filed, addresses, and
small counts in a named place. Numbers below six are small: the Department for Education suppresses them in
what it publishes. Ordinary prose must stay silent: ages of groups ("aged 16 to 17"), dates of meetings, large
counts, counts without a place, "the Family Court".
"""

import re
from dataclasses import dataclass
from enum import StrEnum

from tracker.rules.first_names import FIRST_NAMES

OLDEST = 25  # years; care leavers are cared for until then
_MONTH = (
    r"(?:Jan(?:uary)?|Feb(?:ruary)?|Mar(?:ch)?|Apr(?:il)?|May|June?|July?|Aug(?:ust)?|Sept?(?:ember)?|"
    r"Oct(?:ober)?|Nov(?:ember)?|Dec(?:ember)?)"
)
_DAY = (
    r"(?:\d{1,2}[./-]\d{1,2}[./-]\d{2,4}|"
    rf"\d{{1,2}}(?:st|nd|rd|th)? {_MONTH},? \d{{4}}|\d{{4}}-\d\d-\d\d)"
)
_NAME = r"(?-i:[A-Z][a-zà-öø-ÿ’'-]+)"
_AGE = r"(?:1\d|2[0-5]|\d)"
_COUNT = r"(?:one|two|three|four|five|[1-5])"
_CHILDREN = (
    r"(?:children|child|pupils?|students?|boys?|girls?|bab(?:y|ies)|infants?|toddlers?|siblings?|brothers?|"
    r"sisters?|teenagers?|young (?:people|persons?|women|woman|men|man)|care leavers?|unaccompanied minors?)"
)
_PLACE = (
    r"(?-i:Primary|Secondary|Infants?|Junior|Grammar|High|School|Academy|College|Nursery|Pre-?school|"
    r"Children’s Home|Children's Home|House|Lodge|Cottage|Grange|Hostel|Road|Street|Close|Avenue|Lane|Drive|"
    r"Crescent|Court|Estate|Village|Farm)"
)
_NUMBERED = (
    r"(?:mosaic|liquid\s?logic|lcs|ehm|azeus|care\s?first|framework-?i|case|client|child(?:’s|'s)?|pupil|upn|"
    r"person|service user|file|nhs|social care)"
)


class Sign(StrEnum):
    """Why a text looks as if it identified a child, in words that follow "this looks like"."""

    BIRTH = "a date of birth"
    AGED = "a child’s name and age"
    NUMBER = "the number of a child’s case or file"
    NHS = "an NHS number"
    ADDRESS = "an address where a child or family may live"
    FEW = "so few children in a named place that people there would know who they are"


@dataclass(frozen=True)
class Likeness:
    """Words that may identify a child, and why."""

    sign: Sign
    words: str


def _pattern(text: str) -> re.Pattern[str]:
    return re.compile(text, re.IGNORECASE)


_BIRTH = (
    _pattern(rf"\b(?:d\.?\s?o\.?\s?b\.?|date of birth|birth ?date)\b[^.\n]{{0,20}}?{_DAY}"),
    _pattern(rf"\bborn (?:on )?(?:the )?{_DAY}"),
    _pattern(rf"\b{_NAME}(?: {_NAME})?,? \(?(?:b\.|born in|born) ?\(?(?:19|20)\d\d\b"),
)
_NAME_THEN_AGE = (
    _pattern(rf"\b({_NAME})((?: {_NAME})?),? \(?aged?:? {_AGE}\b(?! ?(?:to|and|or|[-–]) ?\d)"),
    _pattern(rf"\b({_NAME})((?: {_NAME})?) (?:is|was|turned|turns|will be) (?:now |only )?{_AGE}"
             r"(?= years| and\b|[,.;]|$)(?!\.\d)"),
    _pattern(rf"\b({_NAME})((?: {_NAME})?),? \(?{_AGE}[- ]years?[- ]old"),
    _pattern(rf"\b({_NAME})((?: {_NAME})?) \({_AGE}\)"),
    _pattern(rf"\b({_NAME})((?: {_NAME})?), {_AGE},(?= [a-z])"),
)  # fmt: skip
_AGE_THEN_NAME = _pattern(rf"\b{_AGE}[- ]years?[- ]old,? (?:called |named )?({_NAME})((?: {_NAME})?)\b")
_NUMBER = (
    _pattern(
        rf"\b{_NUMBERED}(?: file| record| case)? ?(?:id|no|nos|number|ref|reference)?\.?\s?(?:is|[:#])?\s?"
        r"(?:[A-Z]{1,4}[/-]?)?(?:\d{5,12}|\d{2,4}[/-]\d{2,6}(?:[/-]\d{1,6})?)(?![\d%])"
    ),
    re.compile(r"\b[A-HJ-NP-RT-Z]\d{11}[A-HJ-NP-RT-Z\d]\b"),  # a unique pupil number
)
_NHS = re.compile(r"(?<![\d+/.,-])(\d{3})([ -]?)(\d{3})\2(\d{4})(?![\d/]|[.,-]\d)")
_FEW = (
    _pattern(
        rf"\b(?:only |just )?{_COUNT} (?:of the |of our |other |more |disabled |looked-after )?{_CHILDREN}\b"
        r"(?: (?:aged? [\w ]{1,12}|who [\w ]{1,30}|living|placed|attending|were|are|was|is|both|enrolled))?"
        rf" (?:in|at|from|of|on|attending|live in|lives in) (?:the )?(?:{_NAME} ){{1,3}}{_PLACE}\b"
    ),
    _pattern(
        rf"\b{_COUNT} (?:{_CHILDREN}) aged? {_AGE}(?: and {_AGE})?,? (?:in|at|from) (?:the )?{_NAME}\b"
    ),
)  # fmt: skip
_STREET = (
    r"(?:Road|Rd|Street|Close|Avenue|Ave|Lane|Drive|Crescent|Court|Gardens|Grove|Terrace|Mews|Way|Place|Walk|"
    r"Rise|Square)"
)
# What else is numbered and may be called like a street: "Priority 1 Right Place, Right Time".
_NO_HOUSE = "".join(
    rf"(?<!\b{word} )"
    for word in ("Action", "Level", "Measure", "Objective", "Part", "Phase", "Priority", "Recommendation",
                 "Section", "Stage", "Tier", "Week", "Year")
)  # fmt: skip
_ADDRESS = (
    # A house number, up to three capitalised words, and what a street is called.
    re.compile(
        rf"(?<![\d.,/-]){_NO_HOUSE}\b\d{{1,3}}[A-Za-z]?,? (?!{_MONTH}\b)"
        r"(?:(?!(?:Family|County|Crown|High|Youth|Supreme|Magistrates[’']?) Court|Staying Close)"
        rf"[A-Z][a-zà-öø-ÿ’'-]+ ){{1,3}}{_STREET}\b"
    ),
    re.compile(r"\b(?:Flat|Apartment) \d{1,3}[A-Za-z]?\b"),
    # A postcode: the second half never has C, I, K, M, O or V (Royal Mail, Programmers' Guide to PAF).
    re.compile(r"\b(?:[BEGLMNSW]|[A-Z]{2})\d[A-Z\d]? ?\d[ABD-HJLNP-UW-Z]{2}\b"),
)
# Capitalised words before an age or a number in brackets that are no children's names.
# fmt: off
_NO_NAMES = frozenset({
    "A", "Action", "Actions", "Adults", "After", "Age", "Aged", "Ages", "All", "An", "And", "Annex",
    "Anyone", "Appendix", "April", "Are", "Area", "As", "At", "August", "Babies", "Board", "Both", "Boys",
    "But", "Cases", "Chapter", "Child", "Children", "Class", "Cohort", "Committee", "Council", "County",
    "December", "England", "Every", "Everyone", "February", "Few", "Five", "For", "Four", "Friday",
    "From", "Girls", "Government", "Group", "Half", "Harlmere", "He", "How", "If", "In", "It", "It's",
    "January", "July", "June", "Key", "Many", "March", "Measure", "Meeting", "Men", "Monday", "Most",
    "November", "Now", "Number", "October", "Of", "Ofsted", "On", "One", "Only", "Our", "Page", "Panel",
    "Paragraph", "Part", "People", "Phase", "Plan", "Priority", "Pupils", "Question", "Recommendation",
    "Report", "Residents", "Saturday", "Section", "September", "She", "Six", "Some", "Stage", "Step",
    "Students", "Sunday", "Table", "Teenagers", "Term", "That", "The", "Their", "There", "These", "They",
    "This", "Those", "Three", "Thursday", "Tier", "To", "Total", "Tuesday", "Two", "Under", "Wales",
    "Wave", "We", "Wednesday", "Week", "What", "When", "Where", "Which", "While", "Who", "With", "Women",
    "Year", "Years", "You", "Young", "Youth",
})
# fmt: on


def likenesses(text: str) -> tuple[Likeness, ...]:
    """Return what in a text looks as if it identified a child, in its order, each once."""
    flat = re.sub(r"[ \t\u00a0]+", " ", text.replace("\n", " \n"))
    found: list[tuple[int, Likeness]] = []
    for sign, patterns in (
        (Sign.BIRTH, _BIRTH),
        (Sign.NUMBER, _NUMBER),
        (Sign.ADDRESS, _ADDRESS),
        (Sign.FEW, _FEW),
    ):
        for pattern in patterns:
            found += [(match.start(), _likeness(sign, match)) for match in pattern.finditer(flat)]
    for place, pattern in enumerate((*_NAME_THEN_AGE, _AGE_THEN_NAME)):
        # "Tom (7)" and "Tom, 7," say less than "aged 7", so there the name itself has to tell.
        is_weak = place in (1, 3, 4)
        for match in pattern.finditer(flat):
            if _is_name(match[1], match[2].strip(), only_known=is_weak):
                found.append((match.start(), _likeness(Sign.AGED, match)))
    for match in _NHS.finditer(flat):
        if is_nhs_number(match[1] + match[3] + match[4]):
            found.append((match.start(), _likeness(Sign.NHS, match)))
    return tuple(dict.fromkeys(likeness for _, likeness in sorted(found, key=lambda one: one[0])))


def is_nhs_number(digits: str) -> bool:
    """Whether ten digits carry the check digit of an NHS number (modulus 11, NHS Data Dictionary)."""
    if len(set(digits)) == 1:
        return False
    weighed = sum(int(digit) * weight for digit, weight in zip(digits[:9], range(10, 1, -1), strict=True))
    check = 11 - weighed % 11
    return check != 10 and check % 11 == int(digits[9])


def _is_name(first: str, second: str, *, only_known: bool) -> bool:
    names = [name for name in (first, second) if name]
    if any(name in FIRST_NAMES for name in names):
        return True
    return not only_known and not any(name in _NO_NAMES for name in names)


def _likeness(sign: Sign, match: re.Match[str]) -> Likeness:
    return Likeness(sign, " ".join(match[0].split()))
