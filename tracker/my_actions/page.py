"""The page My actions as a value: plans, groups, and the actions with their forms."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from flask import session
from werkzeug.datastructures import MultiDict

from tracker.models import Action, Plan, StandIn, UpdateDraft
from tracker.my_actions.forms import UpdateForm
from tracker.my_actions.queries import WorkItem
from tracker.operations.step_words import ladders_of
from tracker.rules.attention import GROUP_WORDS, Group

# For so long a saved update says so in its place, and its action stays in its list.
SAVED_FOR = timedelta(minutes=30)
# A form has some 14 KB. Who owns more actions updates those that need nothing now on a page of their own.
MOST_FORMS = 40
# The session is a cookie, so it remembers no more than these.
MOST_REMEMBERED = 30


@dataclass(frozen=True)
class Entry:
    """An action on the page. `key` names it in addresses and ids; `form` is left out where none is shown.

    `draft` are words that were kept and not saved, `cover` says for whom the person stands in here.
    """

    item: WorkItem
    key: str
    group: Group
    form: UpdateForm | None
    saved_at: datetime | None
    is_unfolded: bool
    draft: UpdateDraft | None = None
    cover: StandIn | None = None


@dataclass(frozen=True)
class GroupSection:
    """A heading and the actions below it."""

    id: str
    words: str
    entries: Sequence[Entry]


@dataclass(frozen=True)
class PlanSection:
    """A plan and the groups of it that are not empty."""

    plan: Plan
    groups: Sequence[GroupSection]

    @property
    def waiting(self) -> Sequence[WorkItem]:
        """Return the open actions that an open round of the plan waits for."""
        items = [entry.item for group in self.groups for entry in group.entries]
        return [item for item in items if item.round and item.is_open]


@dataclass(frozen=True)
class SentForm:
    """A form that came back, by the key of its entry."""

    key: str
    form: UpdateForm


def key_of(action: Action, plan: Plan, *, is_only_plan: bool) -> str:
    """Return what names an action on the page: "1-2", after the plan's own name where there are several."""
    number = f"{action.first_number}-{action.sequence}"
    return number if is_only_plan else f"{plan.slug}-{number}"


def arrange(
    work: Sequence[WorkItem],
    sent: SentForm | None,
    *,
    now: datetime,
    drafts: Mapping[int, UpdateDraft],
    covered: Mapping[int, StandIn],
) -> list[PlanSection]:
    """Return the page's sections: plans in their order, and in each the groups that hold something.

    `drafts` by action and `covered` by the absent person; a form that was kept comes back as it was.
    """
    plans = {item.plan.id: item.plan for item in work}
    ladders = {plan.id: ladders_of(plan) for plan in plans.values()}
    saved = saved_lately(now)
    entries: dict[int, list[Entry]] = {plan_id: [] for plan_id in plans}
    for item in work:
        key = key_of(item.action, item.plan, is_only_plan=len(plans) == 1)
        group, saved_at = saved.get(item.action.id, (item.group, None))
        is_sent = sent is not None and sent.key == key
        has_room = item.is_open and len(work) <= MOST_FORMS
        draft = None if is_sent else drafts.get(item.action.id)
        has_form = has_room or group is not Group.REST or is_sent or saved_at is not None or draft is not None
        form = sent.form if sent and is_sent else None
        if form is None and has_form:
            prefix = f"a{key}-"
            form = UpdateForm(
                item, ladders[item.plan.id], kept_fields(draft, prefix) if draft else None, prefix=prefix
            )
        officer = item.action.lead_officer
        cover = covered.get(officer.person_id) if officer and officer.person_id else None
        entries[item.plan.id].append(Entry(item, key, group, form, saved_at, is_sent, draft, cover))
    return [
        PlanSection(plan, _groups(entries[plan.id], "" if len(plans) == 1 else f"-{plan.slug}"))
        for plan in plans.values()
    ]


def _groups(entries: Sequence[Entry], ending: str) -> list[GroupSection]:
    sections = []
    for group in Group:
        own = [entry for entry in entries if entry.group is group]
        if group is Group.LATE:
            own.sort(key=lambda entry: -entry.item.standing.days_late)
        if own:
            sections.append(GroupSection(f"{group.value.replace('_', '-')}{ending}", GROUP_WORDS[group], own))
    return sections


def kept_fields(draft: UpdateDraft, prefix: str) -> MultiDict[str, str]:
    """Return what was kept as if the form with this prefix had been sent."""
    fields: MultiDict[str, str] = MultiDict()
    for name, values in draft.fields.items():
        fields.setlist(prefix + name, values)
    return fields


def remember_saved(action: Action, group: Group, now: datetime) -> None:
    """Remember for a while that an update was saved, and in which list its action stood before it."""
    held = {str(key): [group.value, at.isoformat()] for key, (group, at) in saved_lately(now).items()}
    before = held.pop(str(action.id), None)
    held[str(action.id)] = [before[0] if before else group.value, now.isoformat(timespec="seconds")]
    session["saved"] = dict(list(held.items())[-MOST_REMEMBERED:])


def saved_lately(now: datetime) -> dict[int, tuple[Group, datetime]]:
    """Return which actions this session saved an update to, with the list they stood in and when."""
    found = {}
    for action_id, (group, at) in session.get("saved", {}).items():
        saved_at = datetime.fromisoformat(at)
        if now - saved_at <= SAVED_FOR:
            found[int(action_id)] = (Group(group), saved_at)
    return found
