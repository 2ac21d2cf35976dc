"""How the statuses of actions add up to one for a recommendation, a priority and the plan.

The same rules serve what is declared and what the record shows, and the order of the parts never matters.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

from tracker.rules.ladders import DELIVERY_STEPS, IMPACT_ORDER, IMPACT_STEPS, PRINT_ORDER, Delivery, Impact
from tracker.rules.wording import counted, listed

DELIVERY_WORDS: dict[Delivery, str] = {step: shown.word for step, shown in DELIVERY_STEPS.items()}
IMPACT_WORDS: dict[Impact, str] = {step: shown.word for step, shown in IMPACT_STEPS.items()}


def count_by_step(steps: Iterable[Delivery]) -> dict[Delivery, int]:
    """How many parts stand at each step, all five in print order, zeros included."""
    counts = Counter(steps)
    return {step: counts[step] for step in PRINT_ORDER}


def count_by_impact(steps: Iterable[Impact]) -> dict[Impact, int]:
    """How many parts stand at each impact step, all four from lowest to highest, zeros included."""
    counts = Counter(steps)
    return {step: counts[step] for step in IMPACT_ORDER}


def roll_up_delivery(steps: Iterable[Delivery]) -> Delivery:
    """The delivery status of a whole from those of its parts; a whole without parts has not started.

    Any off track makes it off track, else any at risk at risk; all not started and all delivered are what
    they are; every mixture of those is on track.
    """
    found = set(steps)
    if Delivery.OFF_TRACK in found:
        return Delivery.OFF_TRACK
    if Delivery.AT_RISK in found:
        return Delivery.AT_RISK
    if found <= {Delivery.NOT_STARTED}:
        return Delivery.NOT_STARTED
    if found == {Delivery.DELIVERED}:
        return Delivery.DELIVERED
    return Delivery.ON_TRACK


def roll_up_impact(items: Iterable[tuple[Delivery, Impact]]) -> Impact:
    """The lowest impact among delivered parts, too early when none is delivered."""
    delivered = [impact for delivery, impact in items if delivery is Delivery.DELIVERED]
    return min(delivered, key=IMPACT_ORDER.index, default=Impact.TOO_EARLY)


def roll_up_record_impact(items: Iterable[tuple[Delivery, Impact]]) -> Impact:
    """The impact of a whole as the record shows it, of declared deliveries and the record's impacts.

    The parts are those declared delivered, as for the declared impact: a delivery that nobody verified yet
    counts with what little it shows. Left out, it would make the whole look better than its parts.
    """
    return roll_up_impact(items)


def explain_roll_up(
    steps: Sequence[Delivery],
    late: int = 0,
    noun: str = "action",
    words: Mapping[Delivery, str] = DELIVERY_WORDS,
) -> str:
    """Why a whole has its delivery status, in one sentence without a full stop.

    `late` is how many of the parts are overdue, `noun` what the parts are called and `words` the plan's own
    words for the steps: "1 of 4 actions is late", "2 of 4 actions are At risk".
    """
    if not steps:
        return f"No {noun} yet"
    counts = count_by_step(steps)
    whole = roll_up_delivery(steps)
    total = counted(len(steps), noun)
    if whole is Delivery.OFF_TRACK and counts[whole] <= late:
        return _part(counts[whole], total, "late")
    if whole is Delivery.ON_TRACK and counts[whole] < len(steps):
        best_first = [step for step in reversed(PRINT_ORDER) if counts[step]]
        return f"Of {total}: {listed([f'{counts[step]} {words[step]}' for step in best_first])}"
    explained = _part(counts[whole], total, words[whole])
    return f"{explained}, {late} late" if whole is Delivery.OFF_TRACK and late else explained


def explain_impact(
    items: Sequence[tuple[Delivery, Impact]],
    noun: str = "action",
    words: Mapping[Impact, str] = IMPACT_WORDS,
) -> str:
    """Why a whole has its impact status, in one sentence without a full stop.

    "No action is delivered yet", "1 of 3 delivered actions: Too early".
    """
    delivered = [item for item in items if item[0] is Delivery.DELIVERED]
    if not delivered:
        return f"No {noun} is delivered yet"
    lowest = roll_up_impact(delivered)
    held_back = sum(1 for _, impact in delivered if impact is lowest)
    return f"{held_back} of {counted(len(delivered), 'delivered ' + noun)}: {words[lowest]}"


def _part(number: int, total: str, state: str) -> str:
    return f"{number} of {total} {'is' if number == 1 else 'are'} {state}"
