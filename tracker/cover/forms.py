"""Forms about being away and about handing over."""

from tracker.forms import Form, checkboxes, day, long_text, select
from tracker.plan.forms import number_or_none

_DAY_HINT = "For example 27 3 2027"


class StandInForm(Form):
    """Who is away, who stands in, and for how long."""

    absent = select("Who is away", coerce=number_or_none)
    person = select(
        "Who stands in", hint="They can post updates and add evidence meanwhile", coerce=number_or_none
    )
    from_on = day("First day", hint=_DAY_HINT, required="Enter the first day")
    until_on = day("Last day", hint=_DAY_HINT, required="Enter the last day")


class HandoverForm(Form):
    """Who takes actions over, which, and what they should know."""

    to = select("Who takes them over", coerce=number_or_none)
    actions = checkboxes("Actions to hand over")
    note = long_text(
        "Note to the next", hint="What they should know, and where things are. Do not name a child", most=4000
    )


class PostHandoverForm(Form):
    """Who holds a post from now on, and what they should know."""

    holder = select("Who holds it from now on", coerce=number_or_none)
    note = long_text(
        "Note to the next", hint="What they should know, and where things are. Do not name a child", most=4000
    )
