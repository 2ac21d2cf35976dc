"""Who may do what: one table, and the only way from an address to an object.

A view says `@requires(Permission.X)`; what stands in its address as `plan` and `action` arrives in the view
as the objects, fetched and checked. Strangers to a plan get 404, people of it without the right 403.
An endpoint that declares nothing stops the application from starting.

Who comes through the link of a round is nobody here: see tracker.link_access.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import wraps
from typing import Any, ParamSpec, TypeVar

import sqlalchemy as sa
from flask import Flask, abort, g
from flask_login import current_user
from sqlalchemy.orm import selectinload

from tracker.clock import today
from tracker.database import db
from tracker.extensions import sign_in
from tracker.models import Action, Grant, Naming, Owner, Part, Person, Plan, Role, stands_for
from tracker.rules.ladders import Audience

Parameters = ParamSpec("Parameters")
Answer = TypeVar("Answer")


class Permission(StrEnum):
    """What an endpoint asks for. The first two are about the site, the others about a plan or an action."""

    SIGNED_IN = "site:signed-in"
    ADMINISTER = "site:administer"
    READ_PLAN = "plan:read"
    LEAD_PLAN = "plan:lead"
    APPROVE_DATES = "plan:approve-dates"
    READ_DRAFTS = "plan:read-report-drafts"
    SIGN_REPORTS = "plan:sign-reports"
    READ_ISSUED = "plan:read-issued-reports"
    CHECK_EVIDENCE = "plan:check-evidence"
    UPDATE_ACTION = "action:update"
    ADD_EVIDENCE = "action:add-evidence"
    COMMENT = "action:comment"
    ANSWER_BY_LINK = "link:answer"


class Capacity(StrEnum):
    """In what capacity a person meets a plan: granted, or following from being named on an action."""

    LEAD = "lead"
    DIRECTOR = "director"
    ASSURER = "assurer"
    SCRUTINY = "scrutiny"
    OWNER = "owner"
    CONTRIBUTOR = "contributor"


_FROM_PART = {
    Part.LEAD_OFFICER: Capacity.OWNER,
    # An accountable director belongs to the action's people, but the update is the lead officer's.
    Part.ACCOUNTABLE_DIRECTOR: Capacity.CONTRIBUTOR,
    Part.CONTRIBUTOR: Capacity.CONTRIBUTOR,
}
_WHOLE_PLAN = frozenset(
    {Capacity.LEAD, Capacity.DIRECTOR, Capacity.ASSURER, Capacity.OWNER, Capacity.CONTRIBUTOR}
)
MAY: dict[Permission, frozenset[Capacity]] = {
    Permission.READ_PLAN: _WHOLE_PLAN,
    Permission.LEAD_PLAN: frozenset({Capacity.LEAD}),
    Permission.APPROVE_DATES: frozenset({Capacity.LEAD, Capacity.DIRECTOR}),
    Permission.READ_DRAFTS: frozenset({Capacity.LEAD, Capacity.DIRECTOR}),
    Permission.SIGN_REPORTS: frozenset({Capacity.DIRECTOR}),
    Permission.READ_ISSUED: _WHOLE_PLAN | {Capacity.SCRUTINY},
    Permission.CHECK_EVIDENCE: frozenset({Capacity.LEAD, Capacity.ASSURER}),
    Permission.UPDATE_ACTION: frozenset({Capacity.LEAD, Capacity.OWNER}),
    Permission.ADD_EVIDENCE: frozenset({Capacity.LEAD, Capacity.OWNER, Capacity.CONTRIBUTOR}),
    Permission.COMMENT: _WHOLE_PLAN,
    # No capacity gives it: it comes with a link, whoever is signed in.
    Permission.ANSWER_BY_LINK: frozenset(),
}
# On these, being named counts only for the action one is named on.
ABOUT_AN_ACTION = frozenset({Permission.UPDATE_ACTION, Permission.ADD_EVIDENCE, Permission.COMMENT})


@dataclass(frozen=True)
class Access:
    """What one person may do on one plan. `named` maps action ids to the person's capacities there."""

    person_id: int
    granted: frozenset[Capacity]
    named: dict[int, frozenset[Capacity]]

    @property
    def capacities(self) -> frozenset[Capacity]:
        """Return every capacity on the plan."""
        return self.granted.union(*self.named.values())

    def may(self, permission: Permission | str, action: Action | None = None) -> bool:
        """Return whether the person may; for permissions about an action, on that action (None: on any)."""
        allowed = MAY[Permission(permission)]
        if action is not None and permission in ABOUT_AN_ACTION:
            return bool(allowed & self.on(action))
        return bool(allowed & self.capacities)

    def on(self, action: Action) -> frozenset[Capacity]:
        """Return the capacities granted on the plan and those from being named on this action."""
        return self.granted | self.named.get(action.id, frozenset())

    def sees_officers_evidence(self, actions: list[Action]) -> bool:
        """Return whether officers' evidence of these actions may be read (design: section 3)."""
        trusted = {Capacity.LEAD, Capacity.DIRECTOR, Capacity.ASSURER}
        return bool(trusted & self.granted) or any(action.id in self.named for action in actions)

    def audiences(self, actions: list[Action]) -> frozenset[Audience]:
        """Return of which audiences passages in the texts of these actions may be read.

        Officers' passages have the readers of officers' evidence; members' passages all who read an edition.
        """
        if self.may(Permission.READ_PLAN) and self.sees_officers_evidence(actions):
            return frozenset(Audience)
        return frozenset({Audience.PUBLIC, Audience.MEMBERS})


def access_of(person: Person, plan: Plan) -> Access:
    """Return what the person may do on the plan (two queries)."""
    return access_by_plan(person, [plan])[plan.id]


def access_by_plan(person: Person, plans: Sequence[Plan]) -> dict[int, Access]:
    """Return what the person may do on each plan, by its id (two queries, however many plans).

    Who stands in for somebody today has what follows from that person being named, and nothing granted.
    """
    ids = [plan.id for plan in plans]
    granted: dict[int, set[Capacity]] = {plan_id: set() for plan_id in ids}
    for plan_id, role in db.session.execute(
        sa.select(Grant.plan_id, Grant.role).where(Grant.plan_id.in_(ids), Grant.person_id == person.id)
    ):
        granted[plan_id].add(Capacity(role.value))
    named: dict[int, dict[int, frozenset[Capacity]]] = {plan_id: {} for plan_id in ids}
    for plan_id, action_id, part in db.session.execute(
        sa.select(Owner.plan_id, Naming.action_id, Naming.part)
        .join(Naming.owner)
        .where(Owner.plan_id.in_(ids), stands_for(person.id, today()))
    ):
        named[plan_id][action_id] = named[plan_id].get(action_id, frozenset()) | {_FROM_PART[part]}
    return {
        plan_id: Access(person_id=person.id, granted=frozenset(granted[plan_id]), named=named[plan_id])
        for plan_id in ids
    }


def get_plan_for(person: Person, slug: str, permission: Permission) -> tuple[Plan, Access]:
    """Return the plan and what the person may do there. Aborts with 404 for strangers, 403 for others."""
    plan = db.session.scalar(sa.select(Plan).where(Plan.slug == slug))
    if plan is None:
        abort(404)
    access = access_of(person, plan)
    if access.may(permission):
        return plan, access
    # To scrutiny members and to people of other plans, this does not exist.
    return abort(403 if access.capacities & _WHOLE_PLAN else 404)


def get_action_for(plan: Plan, access: Access, label: str, permission: Permission) -> Action:
    """Return the action with who is named on it. Aborts with 404 for none, 403 without the right."""
    number, _, sequence = label.partition(".")
    action = db.session.scalar(
        sa.select(Action)
        .where(
            Action.plan_id == plan.id, Action.first_number == int(number), Action.sequence == int(sequence)
        )
        .options(selectinload(Action.named).joinedload(Naming.owner).joinedload(Owner.person))
    )
    if action is None:
        abort(404)
    if not access.may(permission, action):
        abort(403)
    return action


def requires(permission: Permission) -> Callable[[Callable[..., Answer]], Callable[..., Answer]]:
    """Declare what an endpoint needs, and hand its view the checked plan and action for their names."""

    def declare(view: Callable[..., Answer]) -> Callable[..., Answer]:
        @wraps(view)
        def checked(**arguments: Any) -> Answer:
            if not current_user.is_authenticated:
                return sign_in.unauthorized()  # type: ignore[no-any-return]
            if permission is Permission.ADMINISTER and not current_user.is_administrator:
                abort(403)
            if "plan" in arguments:
                plan, g.access = get_plan_for(current_user, arguments["plan"], permission)
                g.plan = arguments["plan"] = plan
                if "action" in arguments:
                    arguments["action"] = get_action_for(plan, g.access, arguments["action"], permission)
                    g.action = arguments["action"]
            return view(**arguments)

        checked.permission = permission  # type: ignore[attr-defined]
        return checked

    return declare


def public(view: Callable[Parameters, Answer]) -> Callable[Parameters, Answer]:
    """Declare an endpoint that anybody may use, signed in or not."""
    view.permission = "public"  # type: ignore[attr-defined]
    return view


def refuse_undeclared_endpoints(app: Flask) -> None:
    """Raise RuntimeError, so that the application does not start, when an endpoint declares no permission."""
    undeclared = sorted(
        endpoint
        for endpoint, view in app.view_functions.items()
        if endpoint != "static" and not hasattr(view, "permission")
    )
    if undeclared:
        raise RuntimeError(f"These endpoints declare no permission: {', '.join(undeclared)}")


# Granted capacities carry the same words as the roles they come from.
assert {role.value for role in Role} <= {capacity.value for capacity in Capacity}
