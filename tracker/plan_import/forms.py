"""The form that takes a spreadsheet. The pages that check it are made of the file's own columns and words."""

from __future__ import annotations

from typing import Any

from tracker.forms import Form, file


class PlanFileForm(Form):
    """A plan to bring in."""

    file = file("Choose the plan")

    def validate(self, extra_validators: Any = None) -> bool:
        """Ask for a file."""
        if not super().validate(extra_validators):
            return False
        if not (self.file.data and self.file.data.filename):
            self.file.errors = ["Choose a file: an Excel workbook, a CSV file or a Word document"]
        return not self.file.errors
