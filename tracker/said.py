"""Texts of a plan on its pages: passages as far as the reader may have them, citations as links.

Every text that a template prints goes through `in_template`, so that no page can forget it. Boxes in which a
text is written show it as it was typed: `typed`.
"""

from typing import Any

import sqlalchemy as sa
from flask import Flask, g, has_request_context, url_for
from jinja2 import pass_context
from jinja2.runtime import Context
from markupsafe import Markup, escape

from tracker.database import db
from tracker.models import Evidence, EvidenceLink
from tracker.rules.citations import EVIDENCE, numbers_in
from tracker.rules.ladders import Audience
from tracker.rules.passages import is_marked, public_part, readable


def for_reader(value: Any, *, in_mail: bool = False) -> Any:
    """Return what a template prints: a text with passages loses those that the reader may not have."""
    if isinstance(value, str) and not isinstance(value, Markup) and is_marked(value):
        audiences = frozenset({Audience.PUBLIC}) if in_mail else audiences_here()
        # A template may have put a space before the text, which is no part of it.
        return value[: len(value) - len(value.lstrip())] + readable(value, audiences)
    return value


@pass_context
def in_template(context: Context, value: Any) -> Any:
    """Return what a template prints: on a page as its reader may have it, in a mail what is for everybody.

    A mail goes to others than who is at the page, and lies where we do not know who reads it.
    """
    return for_reader(value, in_mail=(context.name or "").startswith("email/"))


def audiences_here() -> frozenset[Audience]:
    """Return the audiences that whoever asked for the page belongs to; outside a plan only the public."""
    access = g.get("access") if has_request_context() else None
    if access is None:
        return frozenset({Audience.PUBLIC})
    action = g.get("action")
    audiences: frozenset[Audience] = access.audiences([action] if action is not None else [])
    return audiences


def typed(text: object) -> Markup:
    """Return a text as it was typed, with all its marks, for those who write it."""
    return escape(text)


def cited(text: str | None) -> Markup:
    """Return a text with a link at each `[E12]` that the reader may open."""
    whole = str(for_reader(text or ""))
    found = list(EVIDENCE.finditer(whole))
    if not found:
        return escape(whole)
    numbers = _readable_numbers()
    parts, start = [], 0
    for citation in found:
        parts.append(escape(whole[start : citation.start()]))
        named = (_link(one) if one in numbers else escape(f"E{one}") for one in numbers_in(citation[1]))
        parts.append(Markup("[{}]").format(Markup(", ").join(named)))
        start = citation.end()
    return Markup("").join([*parts, escape(whole[start:])])


def _link(number: int) -> Markup:
    address = url_for("evidence.show_evidence", plan=g.plan.slug, number=number)
    return Markup('<a class="govuk-link" href="{}">E{}</a>').format(address, number)


def _readable_numbers() -> set[int]:
    """Return the numbers of evidence that the reader may open (one query for each page, if any)."""
    if "citable_numbers" not in g:
        plan, access = g.get("plan"), g.get("access")
        if plan is None or access is None or not access.may("plan:read"):
            g.citable_numbers = set()
        else:
            query = sa.select(Evidence.number).where(Evidence.plan_id == plan.id)
            if not access.sees_officers_evidence([]):
                linked = EvidenceLink.action_id.in_(sorted(access.named))
                own = Evidence.id.in_(sa.select(EvidenceLink.evidence_id).where(linked))
                query = query.where(sa.or_(Evidence.audience != Audience.OFFICERS, own))
            g.citable_numbers = set(db.session.scalars(query))
    numbers: set[int] = g.citable_numbers
    return numbers


def register(app: Flask) -> None:
    """Let every template show texts as their reader may have them."""
    app.jinja_env.finalize = in_template
    # For templates that part a text themselves: its passages have to be gone before.
    app.add_template_filter(for_reader)
    app.add_template_filter(public_part)
    app.add_template_filter(cited)
    app.add_template_filter(typed)
