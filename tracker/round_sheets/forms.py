"""Forms about round sheets."""

from flask_wtf.file import FileRequired

from tracker.forms import Form, file


class SheetFileForm(Form):
    """A filled-in round sheet."""

    file = file(
        "Your filled-in sheet",
        hint="The Excel file that you downloaded here",
        validators=[FileRequired("Choose your filled-in sheet")],
    )
