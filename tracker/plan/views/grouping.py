"""Putting the recommendations that have no priority under one: proposed from their reports, saved at once."""

from collections.abc import Sequence
from string import ascii_uppercase

from flask import flash, redirect, render_template, request, url_for
from flask_login import current_user
from werkzeug.datastructures import MultiDict
from wtforms import HiddenField

from tracker.accounts.views import Page
from tracker.clock import now
from tracker.database import db
from tracker.formatting import clipped, counted
from tracker.forms import Form, select, text
from tracker.models import Plan, Priority, Recommendation
from tracker.operations.grouping import group_recommendations
from tracker.operations.grouping_guesses import Guess
from tracker.operations.priorities import even_title
from tracker.permissions import Permission, requires
from tracker.plan import blueprint
from tracker.plan.forms import PlainForm
from tracker.plan.queries.grouping import guesses_for, ungrouped
from tracker.plan.queries.lists import list_priorities
from tracker.plan.views.shared import priority_choices

LONGEST_TITLE = 200
MOST_NEW = 20
_EMPTY = 2  # boxes beside those that hold a proposal
_EMPTY_ALONE = 4  # boxes where nothing is proposed
_NEW = "new-"


@blueprint.route("/plans/<plan>/priorities/group", methods=["GET", "POST"])
@requires(Permission.LEAD_PLAN)
def group_under_priorities(plan: Plan) -> Page:
    """Show the recommendations without a priority with one proposed for each, and save what was chosen."""
    waiting = ungrouped(plan, changing=request.method == "POST")
    page = GroupingPage(waiting, guesses_for(waiting), list_priorities(plan), request.form or None)
    button = PlainForm()
    if button.validate_on_submit() and page.is_valid():
        added, moved = group_recommendations(plan, page.chosen(), by=current_user, now=now())
        db.session.commit()
        if added:
            flash(f"{counted(len(added), 'priority', 'priorities')} added to the plan")
        said = f"{counted(len(moved), 'recommendation')} put under a priority"
        flash(said if moved else "Nothing is changed: no priority was chosen")
        return redirect(url_for("plan.show_plan", plan=plan.slug))
    return render_template(
        "plan/group_under_priorities.html",
        title="Put recommendations under priorities",
        plan=plan,
        page=page,
        button=button,
        forms=[*page.headings, *(form for _, form, _ in page.rows)],
    )


class HeadingForm(Form):
    """A priority that is to be added; left empty, it is none."""

    heading = text("New priority", most=LONGEST_TITLE)
    proposed = HiddenField()  # what the box held at first, which nobody has to use

    def __init__(self, place: int, title: str, posted: MultiDict[str, str] | None) -> None:
        super().__init__(
            posted, data={"heading": title, "proposed": title}, prefix=f"n{place}-", meta={"csrf": False}
        )
        self.heading.label.text = f"New priority {ascii_uppercase[place]}"


class UnderForm(Form):
    """The priority of one recommendation."""

    priority = select("Priority")

    def __init__(
        self, number: int, value: str, choices: list[tuple[str, str]], posted: MultiDict[str, str] | None
    ) -> None:
        super().__init__(posted, data={"priority": value}, prefix=f"r{number}-", meta={"csrf": False})
        self.priority.label.text = f"Priority of recommendation {number}"
        self.priority.choices = choices


class GroupingPage:
    """The page as a value: boxes for new priorities, and a choice for each recommendation with its reason."""

    def __init__(
        self,
        waiting: Sequence[Recommendation],
        guesses: dict[int, Guess],
        priorities: Sequence[Priority],
        posted: MultiDict[str, str] | None,
    ) -> None:
        self._titles = {str(priority.id): priority.title for priority in priorities}
        known = {even_title(priority.title): str(priority.id) for priority in priorities}
        guessed = {
            one.id: clipped(guesses[one.id].title, LONGEST_TITLE) for one in waiting if one.id in guesses
        }
        # As the report orders its headings; of equal ones, as their recommendations come.
        in_order = sorted(guessed, key=lambda one_id: guesses[one_id].rank)
        titles = {even_title(guessed[one_id]): guessed[one_id] for one_id in in_order}
        proposed = [title for even, title in titles.items() if even not in known][:MOST_NEW]
        values = known | {even_title(title): f"{_NEW}{at}" for at, title in enumerate(proposed)}
        boxes = [*proposed, *([""] * (_EMPTY if proposed else _EMPTY_ALONE))]
        if posted is not None:
            # What is proposed may have changed since the page was shown; its boxes are what counts.
            sent = sum(1 for at in range(MOST_NEW + _EMPTY) if f"n{at}-heading" in posted)
            boxes = [""] * max(sent, _EMPTY)
        self.headings = [HeadingForm(at, title, posted) for at, title in enumerate(boxes)]
        choices = [
            *priority_choices(priorities),
            *((f"{_NEW}{at}", _called(at, form.heading.data)) for at, form in enumerate(self.headings)),
        ]
        self.rows = [
            (
                one,
                UnderForm(one.number, values.get(even_title(guessed.get(one.id, "")), ""), choices, posted),
                guesses[one.id].why if one.id in guesses else "",
            )
            for one in waiting
        ]

    @property
    def is_guessed(self) -> bool:
        """Return whether the reports say where any of the recommendations could stand."""
        return any(why for _, _, why in self.rows)

    def is_valid(self) -> bool:
        """Check all boxes and choices, and that each new priority that was written or chosen is both."""
        forms: list[Form] = [*self.headings, *(form for _, form, _ in self.rows)]
        verdicts = [form.validate() for form in forms]
        if not all(verdicts):
            return False
        chosen = {form.priority.data for _, form, _ in self.rows}
        for at, form in enumerate(self.headings):
            title, is_chosen = form.heading.data, f"{_NEW}{at}" in chosen
            if is_chosen and not title:
                form.heading.errors = ["Write the priority, or choose another for its recommendations"]
            elif title and not is_chosen and title != form.proposed.data:
                form.heading.errors = [
                    "Choose at least one recommendation for this priority, or empty its box"
                ]
        return not any(form.heading.errors for form in self.headings)

    def chosen(self) -> list[tuple[Recommendation, str]]:
        """Return the recommendations that go under a priority, with its title, in the order of priorities."""
        titles = self._titles | {f"{_NEW}{at}": form.heading.data for at, form in enumerate(self.headings)}
        order = list(titles)
        placed = [(one, form.priority.data) for one, form, _ in self.rows if form.priority.data]
        placed.sort(key=lambda each: order.index(each[1]))
        return [(one, titles[value]) for one, value in placed]


def _called(at: int, title: str) -> str:
    return (
        f"New {ascii_uppercase[at]}: {clipped(title, 60)}" if title else f"New priority {ascii_uppercase[at]}"
    )
