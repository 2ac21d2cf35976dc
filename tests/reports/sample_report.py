"""A believable snapshot written by hand: four priorities, ten recommendations, as many actions as a test asks
for.
"""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

from tracker.reports.facts import (
    Action,
    Commentary,
    Comparator,
    Council,
    DateMove,
    Evidence,
    Inspection,
    Judgement,
    Leader,
    Measure,
    Meeting,
    Milestone,
    Name,
    Priority,
    Reading,
    Recommendation,
    SafetyMap,
    ScaleMark,
    Update,
)
from tracker.reports.snapshot import Snapshot
from tracker.rules.ladders import Audience, Delivery, Direction, EvidenceKind, Impact, Verdict

AS_AT = date(2026, 11, 20)
SERVICES = ("Early help", "First response", "Children in care", "Care leavers")

PEOPLE = (
    Name("Rowan Ashby", "Service manager, first response"),
    Name("Imogen Tarrant", "Head of quality and practice"),
    Name("Kit Sandford", "Head of commissioning"),
    Name("Delyth Prosser", "Service manager, children in care"),
    Name("Harlmere NHS Trust", "Partner: Owen Lacey"),
)
SAFETY_MAP = SafetyMap(
    written_on=date(2026, 11, 2),
    working_well=("Somebody reads every contact on the day",),
    worried_about=("Nobody is there to meet at weekends", "Children’s <own> words are rare"),
    needs_to_happen=("Sign the weekend rota",),
    scale=(ScaleMark(date(2026, 3, 3), 4), ScaleMark(date(2026, 11, 2), 6)),
)
DIRECTOR = Name("Margaret Thornley", "Director of children’s services")

ASKED = (
    (1, 1, "Timely decisions", "How fast managers decide when somebody first worries about a child."),
    (2, 1, "Histories and assessments", "Use of a child’s whole history when needs are assessed."),
    (3, 1, "Response out of hours", "The response at night, so that it is as well informed as by day."),
    (4, 2, "Enough homes nearby", "The number of homes close to school, family and friends."),
    (5, 2, "Pace of permanence", "The pace at which settled homes are found for children."),
    (6, 2, "", "Life-story work, so that every child has an account of their past to keep."),
    (7, 3, "Regular supervision", "The frequency of supervision and what is written down of it."),
    (8, 3, "Learning from audit", "What is done with audits, and whether families are heard in them."),
    (9, 4, "Health histories", "Whether care leavers know their own health history."),
    (10, 4, "A home for care leavers", "The choice of suitable homes for young people who leave care."),
)  # fmt: skip

PRIORITY_TITLES = (
    "A safe decision, first time",
    "A settled home for every child in care",
    "Managers who check and challenge",
    "Ready for adult life",
)

DID = (
    "Four of six permanent night posts are filled. Two offers were declined on pay, and a supplement "
    "was agreed on 2 November.",
    "A duty manager reads every referral on the day it arrives, and a weekly list shows any that are "
    "still waiting.",
    "We trained 116 of 118 social workers to set out a child’s history.",
    "23 foster households are approved and nine more are being assessed.",
)
DIFFERENCE = (
    "In September 92% of referrals were decided in one working day, up from 71% at the inspection.",
    "Three parents in four told us that they understood what would happen next.",
    "Too early to say: the audit that would show a difference reports in January.",
    "Fewer children had to change school this year when they moved to a new home.",
)
NEXT = (
    "Interviews for the two night posts on 10 December.",
    "Audits brought back to 20 a month from January, with two extra auditors.",
    "Registration visit to the first home in the week of 14 December.",
    "Options for another site go to the board in March.",
)
TITLES = (
    "Set up a permanent night team of six social workers",
    "Audit 20 assessments a month and discuss each with its author",
    "Recruit 40 new foster households",
    "Review plans for permanence every fortnight",
    "Record the reason before a referral is closed",
)
EVIDENCE_TITLES = ("Referral timeliness", "Sample of closed referrals", "Parents’ survey")


def sample_snapshot(actions: int = 26, **changes: object) -> Snapshot:
    """Return the sample with so many actions; `changes` replace fields of the snapshot."""
    made = [_action(place) for place in range(actions)]
    made = _labelled(made)
    recommendations = [
        Recommendation(
            number=number,
            title=title,
            text=text,
            source=0 if number < 8 else 1,
            printed_number=str(number) if number < 8 else "",
            page=3,
            timescale="within three months" if number == 1 else "",
            closed_on=date(2026, 9, 9) if number == 9 else None,
            closing_statement="Every care leaver has been offered a history and most have taken it."
            if number == 9
            else "",
            record=_worst([action for action in made if number in action.recommendations]),
            actions=tuple(action.label for action in made if number in action.recommendations),
        )
        for number, _, title, text in ASKED
    ]
    priorities = tuple(
        Priority(
            number=place,
            title=title,
            introduction="" if place != 1 else "Somebody acts **on the day**, whatever the hour.",
            recommendations=tuple(
                one
                for one, (_, priority, _, _) in zip(recommendations, ASKED, strict=True)
                if priority == place
            ),
            safety_map=SAFETY_MAP if place == 1 else None,
        )
        for place, title in enumerate(PRIORITY_TITLES, 1)
    )
    snapshot = Snapshot(
        council=Council("Harlmere County Council"),
        plan="Children’s services improvement plan",
        strapline="Safe at the door, settled at home",
        as_at=AS_AT,
        meeting=Meeting("Children’s Improvement Board", date(2026, 12, 2)),
        director=DIRECTOR,
        inspections=(
            Inspection(
                "Inspection of children’s services",
                "Inspection",
                "Harlmere County Council",
                "2025-11-03",
                "2025-11-14",
                "2026-01-16",
                ("A. Inspector",),
                (
                    Judgement("Help and protection", "Requires improvement"),
                    Judgement("Children in care", "Good"),
                ),
            ),
            Inspection(
                "Focused visit: care leavers",
                "Focused visit",
                "Harlmere County Council",
                published="2026-05-21",
            ),
        ),
        priorities=priorities,
        actions=tuple(made),
        evidence=sample_evidence(),
        services=SERVICES,
        measures=sample_measures(),
        leaders=(
            Leader(DIRECTOR.name, DIRECTOR.post, (), tuple(action.label for action in made[:9])),
            *(
                Leader(name.name, name.post, tuple(one.label for one in made if one.lead_officer == name))
                for name in PEOPLE
            ),
        ),
        commentaries=(
            Commentary(
                "overview",
                "Demand at the front door peaked in March and has *since fallen*.\n\n"
                "- 3,412 contacts\n- 918 referrals",
            ),
        ),
    )
    return replace(snapshot, **changes)  # type: ignore[arg-type]


def sample_evidence() -> tuple[Evidence, ...]:
    """Return twelve items of all kinds, some for members, some unchecked, one challenged."""
    kinds = tuple(EvidenceKind)
    return tuple(
        Evidence(
            number=number,
            title=f"{EVIDENCE_TITLES[number % 3]} {number}",
            kind=kinds[number % 3],
            audience=Audience.MEMBERS if number == 5 else Audience.PUBLIC,
            effective=date(2026, 10, number),
            shows="58 of 60 gave a clear reason in writing",
            where="Performance report, section 4" if number % 2 else "",
            verdict=None if number in (3, 7) else Verdict.CHALLENGED if number == 8 else Verdict.VERIFIED,
            checked_by="Principal social worker" if number not in (3, 7) else "",
            checked_on=date(2026, 11, number) if number not in (3, 7) else None,
        )
        for number in range(1, 13)
    )


def sample_measures() -> tuple[Measure, ...]:
    """Return three measures: a share, a number that should fall, and one that has a single reading."""
    quarters = [date(2024, 12, 31), date(2025, 3, 31), date(2025, 6, 30), date(2025, 9, 30)]
    quarters += [date(2025, 12, 31), date(2026, 3, 31), date(2026, 6, 30), date(2026, 9, 30)]
    timely = zip(quarters, (71, 74, 79, 83, 88, 90, 93, 92), strict=True)
    waiting = zip(quarters, (61, 60, 55, 52, 44, 40, 36, 34), strict=True)
    return (
        Measure(
            "Referrals decided within one working day",
            Direction.HIGHER,
            "%",
            baseline=Decimal(71),
            baseline_on=quarters[0],
            target=Decimal(95),
            readings=tuple(Reading(on, Decimal(value)) for on, value in timely),
            comparators=(Comparator("Similar councils", Decimal(88)), Comparator("England", Decimal(85))),
            priorities=(1,),
            services=("First response",),
        ),
        Measure(
            "Children waiting over six months for a settled plan",
            Direction.LOWER,
            "children",
            baseline=Decimal(61),
            target=Decimal(30),
            readings=tuple(Reading(on, Decimal(value)) for on, value in waiting),
            priorities=(2,),
            services=("Children in care",),
        ),
        Measure(
            "Care leavers in a suitable home",
            Direction.HIGHER,
            "%",
            target=Decimal(93),
            readings=(Reading(quarters[-1], Decimal("89.5"), "Counted anew"),),
            priorities=(4,),
            services=("Care leavers",),
        ),
    )


def _action(place: int) -> Action:
    declared = (
        Delivery.DELIVERED,
        Delivery.ON_TRACK,
        Delivery.OFF_TRACK,
        Delivery.ON_TRACK,
        Delivery.AT_RISK,
        Delivery.DELIVERED,
        Delivery.NOT_STARTED,
    )[place % 7]
    flattering = place % 11 == 3
    verified = declared == Delivery.DELIVERED and place % 2 == 0
    record = declared
    if flattering or (declared == Delivery.DELIVERED and not verified):
        record = Delivery.AT_RISK
    late = 51 - place if declared == Delivery.OFF_TRACK else 0
    due = AS_AT - timedelta(days=late) if late else date(2027, 1 + place % 6, 28)
    impact = (Impact.SUSTAINED, Impact.TOO_EARLY, Impact.SOME_EVIDENCE, Impact.EMBEDDED)[place % 4]
    if declared != Delivery.DELIVERED:
        impact = Impact.TOO_EARLY if place % 2 else Impact.SOME_EVIDENCE
    reasons: tuple[str, ...] = ()
    if flattering:
        reasons = ("No update for 74 days", "Forecast 31 March 2027 is after the due date, 28 February 2027")
    elif late:
        reasons = (f"{late} days late: due 1 October 2026",)
    elif record != declared:
        reasons = ("Evidence not yet verified",)
    first = 1 + place % 10
    return Action(
        label=f"{first}.{1 + place // 10}",
        title=TITLES[place % 5],
        recommendations=(first, 10) if place == 3 else (first,),
        declared=declared,
        record=record,
        impact=impact,
        record_impact=Impact.SOME_EVIDENCE if impact == Impact.EMBEDDED and place % 3 == 0 else impact,
        impact_reasons=("Two kinds of evidence must be verified: only data is",)
        if impact == Impact.EMBEDDED and place % 3 == 0
        else (),
        how_we_will_know="Nine audited files in ten hold the whole history" if place % 3 == 0 else "",
        service=SERVICES[place % 4],
        lead_officer=PEOPLE[place % 5] if place != 6 else None,
        accountable=DIRECTOR if place % 3 else Name("Paul Tilstone", "Assistant director"),
        original_due=due - timedelta(days=90) if place % 5 == 2 else due,
        due=due,
        moves=(
            DateMove(
                date(2026, 7, 1),
                due - timedelta(days=90),
                due,
                "Two of five assessors were on leave.",
                "M. Thornley",
            ),
        )
        if place % 5 == 2
        else (),
        reasons=reasons,
        keep_reason="The audits were done but not yet entered" if place == 3 else "",
        days_late=late,
        is_flattering=record != declared,
        is_verified=verified,
        verified_on=date(2026, 10, 9) if verified else None,
        update=None
        if place % 9 == 6
        else Update(
            date(2026, 11, 1 + place % 20),
            PEOPLE[place % 5].name,
            done=DID[place % 4],
            difference=DIFFERENCE[place % 4] if place % 3 else "",
            next=NEXT[place % 4] if place % 2 else "",
            forecast=due + timedelta(days=60) if late else None,
        ),
        milestones=(
            Milestone("First draft agreed", date(2026, 9, 1), date(2026, 9, 3)),
            Milestone("In use", due),
        )
        if place % 4 == 1
        else (),
        evidence=(1 + place % 12, 1 + (place + 5) % 12) if place % 2 == 0 else (),
    )


def _labelled(actions: list[Action]) -> list[Action]:
    return sorted(actions, key=lambda action: tuple(int(part) for part in action.label.split(".")))


def _worst(actions: list[Action]) -> Delivery:
    for step in (Delivery.OFF_TRACK, Delivery.AT_RISK):
        if any(action.record == step for action in actions):
            return step
    return Delivery.ON_TRACK if actions else Delivery.NOT_STARTED
