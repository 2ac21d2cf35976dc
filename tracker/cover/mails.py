"""Mails about standing in, handing over and leaving."""

from collections.abc import Sequence
from datetime import datetime

from flask import render_template

from tracker.mail import page_address, send_later
from tracker.models import Handover, MailKind, Owner, OwnerKind, Person, Plan, Role, StandIn
from tracker.operations.asking import address_of
from tracker.operations.plans import people_with


def tell_stand_in(plan: Plan, row: StandIn, absent: Person, person: Person, *, now: datetime) -> None:
    """Tell somebody that they stand in."""
    text = render_template(
        "email/stand_in.txt",
        plan=plan,
        row=row,
        absent=absent,
        page=page_address("my_actions.show_my_actions"),
    )
    send_later(
        person.email, f"You stand in for {absent.name}", text, plan=plan, kind=MailKind.HANDOVER, now=now
    )


def tell_next(plan: Plan, row: Handover, to: Owner, *, by: Person, now: datetime) -> None:
    """Tell the next owner what was handed over (needs their person). One without an address is not told.

    The note itself stays in the site, as it may speak of families.
    """
    address = address_of(to)
    if not address or address == by.email:
        return
    page = "" if to.kind is OwnerKind.PARTNER else page_address("my_actions.show_my_actions")
    text = render_template("email/handover.txt", plan=plan, row=row, by=by, page=page)
    send_later(
        address, f"{by.name} hands actions over to you", text, plan=plan, kind=MailKind.HANDOVER, now=now
    )


def tell_leads_of_leaver(person: Person, plans: Sequence[Plan], *, now: datetime) -> None:
    """Tell the leads of each plan that somebody named on its actions has left."""
    for plan in plans:
        page = page_address("cover.list_cover", plan=plan.slug)
        text = render_template("email/leaver.txt", plan=plan, person=person, page=page)
        for lead in people_with(plan, Role.LEAD):
            send_later(
                lead.email,
                f"{person.name} has left: actions to hand over",
                text,
                plan=plan,
                kind=MailKind.HANDOVER,
                now=now,
            )
