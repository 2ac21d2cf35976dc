"""What a column means, by its heading, in the words councils use."""

from __future__ import annotations

import re
from collections.abc import Iterable
from enum import StrEnum


class Meaning(StrEnum):
    """What a column can hold. The order is that of the export and of the choices on the page."""

    LABEL = "label"
    NUMBER = "number"
    PRIORITY = "priority"
    RECOMMENDATION = "recommendation"
    ACTION_NUMBER = "action_number"
    ACTION = "action"
    DESCRIPTION = "description"
    SUCCESS = "success"
    LEAD = "lead"
    DIRECTOR = "director"
    CONTRIBUTORS = "contributors"
    SERVICE = "service"
    START = "start"
    DUE = "due"
    STATUS = "status"
    IMPACT = "impact"
    PROGRESS = "progress"
    DIFFERENCE = "difference"
    NEXT = "next"
    EVIDENCE = "evidence"


# What the choices on the page and the headings of the export are called.
MEANING_WORDS: dict[Meaning, str] = {
    Meaning.LABEL: "Number in the tracker",
    Meaning.NUMBER: "Recommendation number",
    Meaning.PRIORITY: "Priority",
    Meaning.RECOMMENDATION: "Recommendation",
    Meaning.ACTION_NUMBER: "Action number",
    Meaning.ACTION: "Action",
    Meaning.DESCRIPTION: "Description",
    Meaning.SUCCESS: "How we will know",
    Meaning.LEAD: "Lead officer",
    Meaning.DIRECTOR: "Accountable director",
    Meaning.CONTRIBUTORS: "Contributors",
    Meaning.SERVICE: "Service",
    Meaning.START: "Start",
    Meaning.DUE: "Due",
    Meaning.STATUS: "Status",
    Meaning.IMPACT: "Impact",
    Meaning.PROGRESS: "Progress",
    Meaning.DIFFERENCE: "Difference made for children",
    Meaning.NEXT: "What is next",
    Meaning.EVIDENCE: "Evidence",
}

# Whole headings first; then words that decide wherever they stand in a heading, tried in this order.
_WHOLE: dict[Meaning, str] = {
    Meaning.LABEL: "number in the tracker",
    Meaning.NUMBER: "no|nr|num|number|ref|ref no|reference|reference number|id|item|item no|#|rec|rec no|"
    "rec number|rec ref|recommendation no|recommendation number|recommendation ref|rif|rhif|row|line",
    Meaning.ACTION_NUMBER: "action no|action number|action ref|action id|action reference|task no|step no",
    Meaning.PRIORITY: "priority|priority area|theme|objective|strategic objective|priority theme|workstream|"
    "work stream|area|section|outcome area|blaenoriaeth|thema|pillar|aim|domain|focus area|category",
    Meaning.RECOMMENDATION: "recommendation|recommendations|what needs to improve|area for improvement|"
    "areas for improvement|afi|requirement|requirements|finding|issue|argymhelliad|argymhellion|"
    "area of improvement|improvement area|improvement|improvement needed|inspection finding|"
    "what we need to improve|need|statutory requirement|what inspectors said|what ofsted said|regulation",
    Meaning.ACTION: "action|actions|task|tasks|step|steps|activity|activities|what|what we will do|"
    "what will we do|we will|response|key actions|smart action|camau gweithredu|gweithred|cam gweithredu|"
    "management action|agreed action|agreed management action|what are we going to do|to do|deliverable|"
    "deliverables|milestone|milestones|planned action|action required|actions required|how",
    Meaning.DESCRIPTION: "description|detail|details|action description|description of action|"
    "notes on action",
    Meaning.SUCCESS: "success measure|success measures|success criteria|measure|measures|measure of success|"
    "measures of success|how we will know|how will we know|kpi|target|outcome|outcomes|outcome measure|"
    "desired outcome|intended outcome|expected outcome|expected outcomes|intended impact|expected impact|"
    "what good looks like|what will success look like|meini prawf llwyddiant|monitoring|performance measure|"
    "how will we know it has made a difference|how we will measure success",
    Meaning.LEAD: "lead|lead officer|lead officers|owner|action owner|owners|responsible|responsibility|who|"
    "by whom|responsible officer|responsible person|person responsible|assigned to|led by|officer|leads|"
    "action lead|named lead|lead person|swyddog arweiniol|arweinydd|pwy|operational lead|delivery lead|"
    "responsible lead|responsible officers|lead responsible|persons responsible|lead name|resp|allocated to",
    Meaning.DIRECTOR: "accountable|accountable director|accountable officer|sponsor|"
    "senior responsible officer|"
    "sro|director|executive lead|strategic lead|exec lead|accountability|executive sponsor|senior lead",
    Meaning.CONTRIBUTORS: "contributors|contributor|partners|support|supported by|supporting|support officer|"
    "with whom|others involved|key partners|partner|supporting officers|supporting officer|consulted",
    Meaning.SERVICE: "service|service area|team|stage|department",
    Meaning.START: "start|start date|from|begin|date started|commence|commencement|dechrau|dyddiad dechrau|"
    "planned start|start by",
    Meaning.DUE: "due|due date|by when|when|timescale|timescales|timeline|timeframe|time frame|deadline|"
    "target date|"
    "target completion date|completion date|date due|end date|end|finish|by|date|complete by|erbyn pryd|"
    "amserlen|dyddiad cwblhau|dyddiad|target completion|review date|implementation date|planned end|"
    "due by|to be completed by|timing|date for completion|target timescale|delivery date|revised date|"
    "revised due date|revised target date|revised deadline|current due date|agreed date",
    Meaning.STATUS: "rag|brag|bragg|rag status|brag status|rag rating|brag rating|status|rating|"
    "traffic light|"
    "current status|progress rating|statws|cag|delivery|delivery status|action status|progress rag|rygg|"
    "progress status|state|rag rated|current rag|colour|overall rag|delivery rag|position|complete|completed",
    Meaning.IMPACT: "impact rating|impact rag|impact status|impact brag",
    Meaning.PROGRESS: "progress|progress update|update|updates|comment|comments|commentary|latest update|"
    "progress to date|current position|latest position|narrative|progress notes|notes|progress summary|"
    "progress made|progress report|cynnydd|diweddariad|what we have done|what have we done|latest progress|"
    "actions taken|action taken|summary of progress|update on progress|position statement|highlight",
    Meaning.DIFFERENCE: "impact|difference|difference made|difference made for children|effaith|"
    "what difference|"
    "impact on children|impact to date|impact so far|what difference has it made|so what|impact achieved|"
    "outcomes achieved|evidence of impact|impact for children|impact for children and families|impact made|"
    "outcome achieved|what difference have we made",
    Meaning.NEXT: "next|next steps|next step|what is next|camau nesaf|further action|further actions|"
    "planned next steps|what next|remaining actions|outstanding actions|forward plan",
    Meaning.EVIDENCE: "evidence|evidence of completion|source of evidence|evidence source|tystiolaeth|"
    "how do we know|evidence link|evidence links|supporting evidence|assurance|sources of assurance|proof|"
    "evidence ref|evidence and impact|link|document link|evidence base|source",
}
# (the words, the meaning); the first that is found in the heading holds.
_WITHIN: tuple[tuple[str, Meaning], ...] = (
    (r"number in the tracker", Meaning.LABEL),
    (r"impact (?:rag|brag|rating|status)", Meaning.IMPACT),
    (r"b?rag\b|traffic light|\bstatus\b|\brating\b|rygg|statws", Meaning.STATUS),
    (r"\baction (?:no|number|ref|id)\b", Meaning.ACTION_NUMBER),
    (r"\b(?:rec|recommendation|item|unique) (?:no|number|ref|reference|id)\b", Meaning.NUMBER),
    (r"accountab|sponsor|\bsro\b|strategic lead|executive lead|cyfrifol", Meaning.DIRECTOR),
    (
        r"success|how (?:we )?will (?:we )?know|what good looks|(?:intended|expected|desired) "
        "(?:impact|outcome)|"
        r"measur|\bkpis?\b",
        Meaning.SUCCESS,
    ),
    (r"\bstart", Meaning.START),
    (r"evidence|assurance|tystiolaeth", Meaning.EVIDENCE),
    (r"next step|what.{0,3} next|further action|camau nesaf|outstanding", Meaning.NEXT),
    (r"difference|impact|effaith", Meaning.DIFFERENCE),
    (
        r"progress|update|commentary|comments?\b|narrative|cynnydd|diweddar|latest position|current position|"
        r"actions? taken",
        Meaning.PROGRESS,
    ),
    (
        r"\bdue\b|by when|timescale|timeframe|time frame|deadline|target date|complet\w+ (?:by|date)|"
        r"(?:target|end|review|implementation) date|erbyn|amserlen|date for",
        Meaning.DUE,
    ),
    (r"contribut|supporting|supported by|partners", Meaning.CONTRIBUTORS),
    (r"\blead\b|\bowner|responsib|by whom|assigned|\bofficer\b|swyddog|arweini", Meaning.LEAD),
    (
        r"recommendation|needs? to improve|areas? (?:for|of) improvement|requirement|finding|argymhell|"
        r"ofsted said|inspectors? said",
        Meaning.RECOMMENDATION,
    ),
    (r"priorit|\btheme|objective|work ?stream|blaenoriaeth", Meaning.PRIORITY),
    (r"\baction|what (?:we|will)|\btasks?\b|activit|camau|milestone", Meaning.ACTION),
    (r"\bref\b|\bnumber\b|\brhif\b", Meaning.NUMBER),
    (r"\boutcomes?\b|\btargets?\b", Meaning.SUCCESS),
)
_KNOWN = {words: meaning for meaning, listed in _WHOLE.items() for words in listed.split("|")}
_INSIDE = tuple((re.compile(pattern), meaning) for pattern, meaning in _WITHIN)
LONGEST_HEADING = 90


def meaning_of(heading: str) -> Meaning | None:
    """Return what a column of this heading holds, or None where the words do not say."""
    words = _even(heading)
    if not words or len(words) > LONGEST_HEADING:
        return None
    if words in _KNOWN:
        return _KNOWN[words]
    bare = _even(re.sub(r"\([^)]*\)|\[[^\]]*\]", " ", heading))
    if bare in _KNOWN:
        return _KNOWN[bare]
    return next((meaning for pattern, meaning in _INSIDE if pattern.search(words)), None)


def is_whole(heading: str) -> bool:
    """Return whether the heading is one that is known as a whole, and not by a word in it."""
    return _even(heading) in _KNOWN


def _even(heading: str) -> str:
    """Return a heading as it is looked up: lower case, no punctuation, "&" and "/" as spaces."""
    text = heading.casefold().replace("’", "'").replace("'", "")
    text = re.sub(r"[^\w#]+", " ", text)
    return " ".join(text.split())


def count_known(headings: Iterable[str]) -> int:
    """Return how many different things a row of headings names."""
    return len({meaning for meaning in map(meaning_of, headings) if meaning})
