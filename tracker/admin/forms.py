"""The administrator's forms."""

from tracker.forms import Form, text, tick


class PlanForm(Form):
    """A new plan and who leads it first."""

    plan_title = text(
        "Title of the plan",
        required="Enter a title for the plan",
        hint="For example “Children’s services improvement plan 2026 to 2028”",
    )
    name = text("Name of the first lead", required="Enter the name of the lead")
    email = text(
        "E-mail address of the first lead",
        required="Enter the e-mail address of the lead",
        most=254,
        render_kw={"type": "email", "spellcheck": "false"},
    )


class LeadForm(Form):
    """Another lead of a plan."""

    name = text("Name of the lead", required="Enter the name of the lead")
    email = text(
        "E-mail address of the lead",
        required="Enter the e-mail address of the lead",
        most=254,
        render_kw={"type": "email", "spellcheck": "false"},
    )


class InviteForm(Form):
    """Somebody to invite to the site."""

    name = text("Name", required="Enter the name of the person")
    email = text(
        "E-mail address",
        required="Enter an e-mail address",
        most=254,
        render_kw={"type": "email", "spellcheck": "false"},
    )
    is_administrator = tick(
        "This person administers the site",
        hint="Creates plans and invites people, without seeing inside a plan",
    )
