"""The outline of the board report: which parts it has, in what order, and what its contents list names."""

from dataclasses import replace

from tracker.reports.facts import Measure, Priority, Section
from tracker.reports.findings import measures_of
from tracker.reports.parts import Part
from tracker.reports.snapshot import Snapshot
from tracker.rules import outlines


def board_outline(snapshot: Snapshot) -> tuple[Part, ...]:
    """Return the parts of the board report after cover and contents, in the plan's own order.

    At a glance and What changed come first and the appendices last. Parts that would be empty are left out.
    """
    usual = outlines.usual_order(one.number for one in snapshot.priorities)
    own = {one.key: one for one in snapshot.outline}
    sections = [own.get(key, Section(key)) for key in outlines.arranged(tuple(own), usual)]
    between = [part for one in sections if one.is_printed and (part := _part_of(snapshot, one))]
    return (
        *(_part(snapshot, key, kind.heading) for key, kind in outlines.FIRST.items()),
        *between,
        *(
            _part(snapshot, key, kind.heading, label=f"Appendix {key[-1].upper()}")
            for key, kind in outlines.LAST.items()
        ),
    )


def _part(snapshot: Snapshot, key: str, heading: str, *, template: str = "", label: str = "") -> Part:
    words = snapshot.commentary(key)
    return Part(
        key,
        snapshot.heading_of(key) or heading,
        f"reports/parts/{template or key}.html",
        label,
        commentary=words.text if words else "",
        introduction=words.introduction if words else "",
    )


def _part_of(snapshot: Snapshot, section: Section) -> Part | None:
    """Return a part as the plan wants it, or None where nothing would be in it."""
    if (number := outlines.priority_number(section.key)) is not None:
        priority = next(one for one in snapshot.priorities if one.number == number)
        return _priority_part(snapshot, section, priority)
    kind = outlines.kind_of(section.key)
    assert kind is not None  # `arranged` lets no other key through
    holds_own = section.key == "leaders" or outlines.is_own(section.key)
    part = replace(
        _part(snapshot, section.key, kind.heading, template="own" if holds_own else ""),
        measures=_measures(snapshot, section),
        services=section.services,
        priorities=section.priorities,
    )
    if holds_own:
        return None if part.is_empty else part
    match section.key:
        case "overview":
            return part if snapshot.services or part.commentary or part.introduction else None
        case "data":
            return part if (snapshot.measures if part.measures is None else part.measures) else None
        case "review":
            return replace(part, entries=_review_entries(snapshot))
        case "journey":
            names = [one for one in snapshot.services if part.services is None or one in part.services]
            entries = tuple((f"journey-{place}", name) for place, name in enumerate(names, 1))
            return replace(part, entries=entries) if names else None
        case "questions":
            return part if snapshot.questions else None
    return part


def _review_entries(snapshot: Snapshot) -> tuple[tuple[str, str], ...]:
    leaders = (("leads", "Who answers for what"),) if snapshot.leaders else ()
    return ("from", "Where the recommendations came from"), ("checks", "How progress is checked"), *leaders


def _measures(snapshot: Snapshot, section: Section) -> tuple[Measure, ...] | None:
    """Return the measures that were chosen for a section, in the order of the plan."""
    if section.measures is None:
        return None
    return tuple(one for one in snapshot.measures if one.code in section.measures)


def _priority_part(snapshot: Snapshot, section: Section, priority: Priority) -> Part:
    key = section.key
    chosen = _measures(snapshot, section)
    measures = tuple(measures_of(snapshot, priority)) if chosen is None else chosen
    entries = [(f"{key}-recs", "Recommendations and actions")] if priority.recommendations else []
    if measures:
        entries.append((f"{key}-measures", "How we measure it"))
    if priority.safety_map:
        entries.append((f"{key}-map", "Signs of Safety map"))
    label = f"Priority {priority.number}" if priority.number else ""
    part = _part(snapshot, key, priority.title, template="priority", label=label)
    return replace(part, entries=tuple(entries), priority=priority, measures=measures)
