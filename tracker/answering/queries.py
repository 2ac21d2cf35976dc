"""What somebody finds behind their link: the actions the round asks about, each with its form."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from tracker.database import db
from tracker.link_access import actions_of_link
from tracker.models import Action, RoundAsk
from tracker.my_actions.forms import UpdateForm
from tracker.my_actions.queries import WorkItem, load_several
from tracker.operations.step_words import ladders_of


@dataclass(frozen=True)
class Entry:
    """An action on the page, with its form and whether it was answered since the round asked."""

    item: WorkItem
    key: str
    form: UpdateForm
    is_answered: bool
    is_unfolded: bool


@dataclass(frozen=True)
class Sent:
    """A form that came back with errors, by the number of its action."""

    label: str
    form: UpdateForm


def prefix_of(action: Action) -> str:
    """Return what the names of an action's fields begin with."""
    return f"a{action.first_number}-{action.sequence}-"


def load_entries(ask: RoundAsk, sent: Sent | None, today: date) -> Sequence[Entry]:
    """Return the actions a link opens, those without an answer first (a fixed number of queries)."""
    ids = db.session.scalars(actions_of_link(ask)).all()
    ladders = ladders_of(ask.round.plan)
    entries = []
    for item in load_several(ids, today):
        is_sent = sent is not None and sent.label == item.action.label
        form = (
            sent.form if sent and is_sent else UpdateForm(item, ladders, None, prefix=prefix_of(item.action))
        )
        entries.append(
            Entry(
                item=item,
                key=item.action.label.replace(".", "-"),
                form=form,
                is_answered=item.last is not None and item.last.at >= ask.round.opened_at,
                is_unfolded=is_sent,
            )
        )
    return sorted(entries, key=lambda one: one.is_answered)
