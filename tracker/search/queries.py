"""Where words stand in a plan: recommendations, actions, updates, and evidence as far as it may be read.

Every word has to stand somewhere in the same recommendation, action, update or item. Comparing is by LIKE, on
both databases; what people type is escaped, so that % and _ mean themselves.
"""

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from typing import TypeVar

import sqlalchemy as sa
from flask import url_for
from sqlalchemy.orm import InstrumentedAttribute, contains_eager, joinedload

from tracker.database import db
from tracker.evidence.queries import readable
from tracker.formatting import long_date
from tracker.models import Action, Evidence, Plan, Recommendation, Update
from tracker.permissions import Access
from tracker.rules import passages
from tracker.rules.ladders import Audience
from tracker.search.excerpts import excerpt

Row = TypeVar("Row", Recommendation, Action, Update, Evidence)
SHOWN = 20
MOST_WORDS = 8


@dataclass(frozen=True)
class Hit:
    """One thing found: its title, where it is, and the words around."""

    title: str
    href: str
    parts: list[tuple[str, bool]]


@dataclass(frozen=True)
class Found:
    """What was found of one kind; `more` says that there is more than is shown."""

    kind: str
    words: str
    hits: list[Hit]
    more: bool
    page: int


def search(plan: Plan, access: Access, words: Sequence[str], *, kind: str = "", page: int = 1) -> list[Found]:
    """Return what was found of each kind, or a page of what was found of one (one query for each)."""
    return [
        look(plan, access, words, page if kind else 1) for name, look in _KINDS.items() if kind in ("", name)
    ]


def _recommendations(plan: Plan, access: Access, words: Sequence[str], page: int) -> Found:
    texts = (Recommendation.short_title, Recommendation.text)
    rows, more = _page(
        sa.select(Recommendation)
        .where(Recommendation.plan_id == plan.id, *_all_of(words, texts))
        .order_by(Recommendation.number),
        page,
    )
    hits = [
        Hit(
            f"Recommendation {row.number}",
            url_for("plan.show_recommendation", plan=plan.slug, number=row.number),
            excerpt(read, words),
        )
        for row in rows
        if (read := _read([row.text, row.short_title], words, access.audiences([])))
    ]
    return Found("recommendations", "Recommendations", hits, more, page)


def _actions(plan: Plan, access: Access, words: Sequence[str], page: int) -> Found:
    texts = (Action.title, Action.description, Action.how_we_will_know)
    rows, more = _page(
        sa.select(Action)
        .where(Action.plan_id == plan.id, *_all_of(words, texts))
        .order_by(Action.first_number, Action.sequence),
        page,
    )
    hits = [
        Hit(
            f"{row.label} {row.title}",
            url_for("plan.show_action", plan=plan.slug, action=row.label),
            excerpt(read, words),
        )
        for row in rows
        if (read := _read([row.description, row.how_we_will_know, row.title], words, access.audiences([row])))
    ]
    return Found("actions", "Actions", hits, more, page)


def _updates(plan: Plan, access: Access, words: Sequence[str], page: int) -> Found:
    texts = (Update.done, Update.difference, Update.next_steps, Update.keep_reason)
    rows, more = _page(
        sa.select(Update)
        .join(Update.action)
        .where(Action.plan_id == plan.id, *_all_of(words, texts))
        .options(contains_eager(Update.action), joinedload(Update.by), joinedload(Update.ask))
        .order_by(Update.at.desc(), Update.id.desc()),
        page,
    )
    hits = [
        Hit(
            f"Update to {row.action.label}, {long_date(row.at)}, {row.said_by}",
            url_for("plan.show_action", plan=plan.slug, action=row.action.label),
            excerpt(read, words),
        )
        for row in rows
        if (
            read := _read(
                [row.done, row.difference, row.next_steps, row.keep_reason],
                words,
                access.audiences([row.action]),
            )
        )
    ]
    return Found("updates", "Updates", hits, more, page)


def _evidence(plan: Plan, access: Access, words: Sequence[str], page: int) -> Found:
    texts = (Evidence.title, Evidence.shows, Evidence.reference)
    rows, more = _page(
        sa.select(Evidence)
        .where(Evidence.plan_id == plan.id, *readable(access), *_all_of(words, texts))
        .order_by(Evidence.number.desc()),
        page,
    )
    hits = [
        Hit(
            f"{row.label} {row.title}",
            url_for("evidence.show_evidence", plan=plan.slug, number=row.number),
            excerpt(read, words),
        )
        for row in rows
        if (read := _read([row.shows, row.reference, row.title], words, access.audiences([])))
    ]
    return Found("evidence", "Evidence", hits, more, page)


_KINDS: dict[str, Callable[[Plan, Access, Sequence[str], int], Found]] = {
    "recommendations": _recommendations,
    "actions": _actions,
    "updates": _updates,
    "evidence": _evidence,
}
KINDS = tuple(_KINDS)


def _read(texts: Sequence[str], words: Sequence[str], audiences: Collection[Audience]) -> list[str]:
    """Return the texts as the reader may have them; none where the words stand in what they may not read."""
    if not any(passages.is_marked(text) for text in texts):
        return list(texts)
    read = [passages.readable(text, audiences) for text in texts]
    whole = "\n".join(read).casefold()
    return read if all(word.casefold() in whole for word in words) else []


def _all_of(
    words: Sequence[str], texts: Sequence[InstrumentedAttribute[str]]
) -> list[sa.ColumnElement[bool]]:
    return [sa.or_(*(text.icontains(word, autoescape=True) for text in texts)) for word in words]


def _page(wanted: sa.Select[Row], page: int) -> tuple[list[Row], bool]:
    """Return a page of the rows, and whether there are more (one query, and no counting of all)."""
    rows = db.session.scalars(wanted.limit(SHOWN + 1).offset((page - 1) * SHOWN)).all()
    return list(rows[:SHOWN]), len(rows) > SHOWN
