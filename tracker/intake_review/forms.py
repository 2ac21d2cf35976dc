"""The forms of bringing in a report. The review page is made of many small ones, told apart by a prefix."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date
from typing import Any

from govuk_frontend_wtf.wtforms_widgets import GovDateInput
from werkzeug.datastructures import MultiDict
from wtforms import Field
from wtforms.form import BaseForm
from wtforms.validators import StopValidation

from tracker.forms import Form, day, file, long_text, radios, select, text
from tracker.intake.frameworks import frameworks
from tracker.operations.intake import LONGEST_PASTE
from tracker.operations.intake_draft import (
    LONGEST_LINE,
    LONGEST_NUMBER,
    LONGEST_TIMESCALE,
    ActionPlanChoice,
    Choice,
    DraftFacts,
    DraftProposal,
)

NO_PRIORITY = ""
_ID = "id:"
_NEW = "new:"


class ReportForm(Form):
    """A report to bring in: a file, or its text."""

    file = file(
        "Choose the report",
        hint="A PDF, Word document (.docx), OpenDocument text (.odt), saved web page or text file",
    )
    text = long_text(
        "Text of the report",
        hint="Paste the whole report, with its headings",
        most=LONGEST_PASTE,
    )

    def validate(self, extra_validators: Any = None) -> bool:
        """Ask for one of the two, and not for both."""
        if not super().validate(extra_validators):
            return False
        has_file = bool(self.file.data and self.file.data.filename)
        if has_file and self.text.data:
            self.file.errors = ["Bring in a file or a text, not both: remove the text, or choose no file"]
        elif not has_file and not self.text.data:
            self.file.errors = ["Choose a file, or paste the text of the report"]
        return not self.file.errors


class _DayOrMonth(Field):
    """A day in three boxes, whose day box may stay empty. Its data is "YYYY-MM-DD", "YYYY-MM" or ""."""

    widget = GovDateInput()

    def process_data(self, value: Any) -> None:
        """Show a stored value in its boxes."""
        self.data = value or ""
        parts = self.data.split("-")
        self.raw_data = [*(part.lstrip("0") for part in reversed(parts))] if self.data else ["", "", ""]
        if len(parts) == 2:
            self.raw_data.insert(0, "")

    def process_formdata(self, valuelist: list[str]) -> None:
        """Read the boxes; what is no day or month is left for the check below to name."""
        self.raw_data = [*valuelist, "", "", ""][:3]
        boxes = [box.strip() for box in self.raw_data]
        self.data = ""
        if not any(boxes):
            return
        if not all(re.fullmatch(r"[0-9]{1,4}", box) for box in boxes[1:]):
            return
        try:
            whole = date(int(boxes[2]), int(boxes[1]), int(boxes[0]) if boxes[0] else 1)
        except ValueError:
            return
        self.data = whole.isoformat() if boxes[0] else whole.isoformat()[:7]

    def pre_validate(self, form: BaseForm) -> None:
        """Raise StopValidation for boxes that make no day, and for years nobody means."""
        written = any(box.strip() for box in self.raw_data or [])
        if written and not self.data:
            raise StopValidation(f"{self.label.text} must be a real date, like 27 3 2027, or a month: 3 2027")
        if self.data and not 1900 <= int(self.data[:4]) <= 2200:
            raise StopValidation(f"{self.label.text} must have a year with four digits, like 2027")

    def _value(self) -> str:
        return " ".join(self.raw_data or [])


class FactsForm(Form):
    """The facts of the inspection, as found, to correct."""

    kind = select("Kind of inspection")
    title = text(
        "What to call it in the plan", required="Enter what to call the inspection", most=LONGEST_LINE
    )
    provider = text(
        "Provider", hint="The council, trust, school or home that was inspected", most=LONGEST_LINE
    )
    inspected_from = _DayOrMonth("First day of the inspection")
    inspected_to = _DayOrMonth("Last day of the inspection")
    published = _DayOrMonth(
        "Published",
        description="Due dates count from this day. Leave the day empty where only a month is printed",
    )
    received_on = day("Received by the council", hint="Leave it empty where you do not know")
    inspectors = long_text("Inspectors", hint="One name a line, the lead inspector first")
    action_plan = radios(
        "Is the council’s action plan still to be sent?",
        [
            (ActionPlanChoice.DUE, "Yes: show how many working days are left"),
            (ActionPlanChoice.NONE, "No: none is asked for, or it was sent already"),
        ],
    )

    def __init__(
        self,
        facts: DraftFacts,
        action_plan: ActionPlanChoice | None,
        formdata: MultiDict[str, str] | None,
    ) -> None:
        self._action_plan = action_plan
        received = date.fromisoformat(facts.received_on) if facts.received_on else None
        shown = {**vars(facts), "received_on": received, "inspectors": "\n".join(facts.inspectors)}
        shown["action_plan"] = action_plan
        super().__init__(formdata, data=shown, prefix="facts-", meta={"csrf": False})
        self.kind.choices = sorted(
            ((framework.kind, framework.title) for framework in frameworks().values()),
            key=lambda each: each[1],
        )

    def write_to(self, facts: DraftFacts) -> None:
        """Put what was entered into the facts. A name that was the kind's own follows the kind."""
        known = frameworks()
        if (
            self.kind.data != facts.kind
            and facts.kind in known
            and self.title.data == known[facts.kind].title
        ):
            self.title.data = known[self.kind.data].title
        facts.kind, facts.title, facts.provider = self.kind.data, self.title.data, self.provider.data or ""
        facts.inspected_from, facts.inspected_to = self.inspected_from.data, self.inspected_to.data
        facts.published = self.published.data
        facts.received_on = self.received_on.data.isoformat() if self.received_on.data else ""
        # What nobody touched goes on following the dates.
        if self.action_plan.data and self.action_plan.data != self._action_plan:
            facts.action_plan = ActionPlanChoice(self.action_plan.data)
        names = (name.strip() for name in (self.inspectors.data or "").splitlines())
        facts.inspectors = [name[:LONGEST_LINE] for name in names if name]

    def validate(self, extra_validators: Any = None) -> bool:
        """Check that the last day does not lie before the first."""
        fine: bool = super().validate(extra_validators)
        first, last = self.inspected_from.data, self.inspected_to.data
        if fine and first and last and last < first[: len(last)]:
            self.inspected_to.errors = ["The last day of the inspection lies before the first"]
            return False
        return fine


class JudgementForm(Form):
    """One judgement; a row left empty is none."""

    area = text("Area", most=LONGEST_LINE)
    grade = text("Grade", most=200)

    def __init__(self, place: int, area: str, grade: str, formdata: MultiDict[str, str] | None) -> None:
        super().__init__(
            formdata, data={"area": area, "grade": grade}, prefix=f"j{place}-", meta={"csrf": False}
        )


class ProposalForm(Form):
    """One proposal: whether it is kept, and every word of it that may be corrected."""

    decision = radios("Keep", [(Choice.KEEP, "Keep"), (Choice.DROP, "Leave out")])
    words = long_text("Inspectors’ words", hint="Put an empty line where you want to split it in two")
    number = text("Number as printed", most=LONGEST_NUMBER)
    timescale = text("Timescale as printed", most=LONGEST_TIMESCALE)
    section = text("Section of the report", most=LONGEST_LINE)
    due_on = day("Due date")
    priority = select("Priority")
    new_priority = text("Or a new priority")

    def __init__(
        self,
        proposal: DraftProposal,
        published: str,
        priorities: Sequence[tuple[str, str]],
        formdata: MultiDict[str, str] | None,
    ) -> None:
        self.proposal, self._published = proposal, published
        due_on, self.due_reason = proposal.due(published)
        super().__init__(
            formdata,
            data={
                "decision": proposal.choice,
                "words": proposal.text,
                "number": proposal.number,
                "timescale": proposal.timescale,
                "section": proposal.section,
                "due_on": due_on,
                "priority": priority_value(proposal.priority_id, proposal.new_priority),
            },
            prefix=f"p{proposal.key}-",
            meta={"csrf": False},
        )
        self.priority.choices = list(priorities)
        self.due_on.description = f"{self.due_reason}."

    def validate(self, extra_validators: Any = None) -> bool:
        """Ask for words where the proposal is kept."""
        fine: bool = super().validate(extra_validators)
        if fine and not self.words.data and self.decision.data == Choice.KEEP:
            self.words.errors = ["Write what the inspectors ask for, or leave the proposal out"]
            return False
        return fine

    def write_to(self, proposal: DraftProposal) -> None:
        """Put what was entered into the proposal. An untouched due date goes on following its timescale."""
        shown, _ = proposal.due(self._published)
        if self.due_on.data != shown:
            untouched = DraftProposal(proposal.key, "", 0, timescale=proposal.timescale)
            proposal.due_by_hand = self.due_on.data != untouched.due(self._published)[0]
            proposal.due_on = self.due_on.data if proposal.due_by_hand else None
        proposal.choice = Choice(self.decision.data) if self.decision.data else None
        proposal.text = self.words.data or ""
        proposal.number, proposal.timescale = self.number.data or "", self.timescale.data or ""
        proposal.section = self.section.data or ""
        proposal.priority_id, proposal.new_priority = priority_from(self.priority.data)
        if self.new_priority.data:
            proposal.priority_id, proposal.new_priority = None, self.new_priority.data


class RestForm(Form):
    """What holds for several at once, and words to add by hand."""

    added = long_text(
        "What the inspectors ask for", hint="Words copied from the report are linked to their passage"
    )
    priority = select("Priority for every proposal without one")
    new_priority = text("Or a new priority for them")

    def __init__(self, priorities: Sequence[tuple[str, str]], formdata: MultiDict[str, str] | None) -> None:
        super().__init__(formdata, data={"priority": NO_PRIORITY}, prefix="rest-", meta={"csrf": False})
        self.priority.choices = list(priorities)


def priority_value(priority_id: int | None, title: str) -> str:
    """Return how a select names a priority of the plan, or one that this report is to bring."""
    return f"{_NEW}{title}" if title else f"{_ID}{priority_id}" if priority_id else NO_PRIORITY


def priority_from(value: str | None) -> tuple[int | None, str]:
    """Return the priority's id or the new title that a select names."""
    if value and value.startswith(_NEW):
        return None, value.removeprefix(_NEW)
    return (int(value.removeprefix(_ID)) if value else None), ""
