"""The administrator's forms."""

from typing import Any

from tracker.forms import Form, text, tick


def _email(label: str, required: str) -> Any:
    """Return a field for an e-mail address."""
    return text(label, required=required, most=254, render_kw={"type": "email", "spellcheck": "false"})


class PlanForm(Form):
    """A new plan and who leads it first."""

    plan_title = text(
        "Title of the plan",
        required="Enter a title for the plan",
        hint="For example “Children’s services improvement plan 2026 to 2028”",
    )
    name = text("Name of the first lead", required="Enter the name of the lead")
    email = _email("E-mail address of the first lead", "Enter the e-mail address of the lead")


class LeadForm(Form):
    """Another lead of a plan."""

    name = text("Name of the lead", required="Enter the name of the lead")
    email = _email("E-mail address of the lead", "Enter the e-mail address of the lead")


class InviteForm(Form):
    """Somebody to invite to the site."""

    name = text("Name", required="Enter the name of the person")
    email = _email("E-mail address", "Enter an e-mail address")
    is_administrator = tick(
        "This person administers the site",
        hint="Creates plans and invites people, without seeing inside a plan",
    )
