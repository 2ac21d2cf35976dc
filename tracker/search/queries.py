"""Where words stand in a plan, as far as a person may read it.

Every word has to stand somewhere in the same row: in one recommendation, action, update, item and so on.
Comparing is by LIKE, on both databases; what people type is escaped, so that % and _ mean themselves.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from tracker.database import db
from tracker.models import Action, Plan
from tracker.permissions import Access
from tracker.rules import passages
from tracker.rules.ladders import Audience
from tracker.search.excerpts import excerpt
from tracker.search.kinds import KINDS, Kind

SHOWN = 20
MOST_WORDS = 8
NAMES = tuple(kind.name for kind in KINDS)


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
    return [_look(one, plan, access, words, page if kind else 1) for one in KINDS if kind in ("", one.name)]


def _look(kind: Kind, plan: Plan, access: Access, words: Sequence[str], page: int) -> Found:
    """Return a page of what was found of a kind; whether there is more is seen without counting all."""
    everywhere = [sa.or_(*(text.icontains(word, autoescape=True) for text in kind.texts)) for word in words]
    wanted = kind.wanted(plan, access).where(*everywhere)
    rows = db.session.scalars(wanted.limit(SHOWN + 1).offset((page - 1) * SHOWN)).all()
    hits = [
        Hit(kind.title(row), kind.href(plan, row), excerpt(read, words))
        for row in rows[:SHOWN]
        if (
            read := _read([getattr(row, text.key) or "" for text in kind.texts], words, _readers(row, access))
        )
    ]
    return Found(kind.name, kind.words, hits, len(rows) > SHOWN, page)


def _readers(row: Any, access: Access) -> frozenset[Audience]:
    """Return of which audiences passages in the texts of a row may be read: on one's own actions, more."""
    action = row if isinstance(row, Action) else getattr(row, "action", None)
    return access.audiences([action] if action is not None else [])


def _read(texts: Sequence[str], words: Sequence[str], audiences: Collection[Audience]) -> list[str]:
    """Return the texts as the reader may have them; none where the words stand in what they may not read."""
    if not any(passages.is_marked(text) for text in texts):
        return list(texts)
    read = [passages.readable(text, audiences) for text in texts]
    whole = "\n".join(read).casefold()
    return read if all(word.casefold() in whole for word in words) else []
