"""The forms of the reports."""

from tracker.forms import Form, day, radios, select, text
from tracker.models import BodyKind
from tracker.rules.ladders import Edition

_BODIES = [
    (BodyKind.BOARD.value, "Improvement board"),
    (BodyKind.COMMITTEE.value, "Committee of councillors"),
    (BodyKind.MANAGEMENT.value, "Management team"),
]


class ReportForm(Form):
    """What a report is for and as at which day."""

    meeting = select("Meeting", hint="Shown on the cover", coerce=int)
    as_at = day(
        "As at", required="Enter the day the report is as at", hint="Later updates and evidence are left out"
    )
    edition = radios(
        "Edition",
        [
            (Edition.PUBLIC.value, "Public: members’ evidence is named as available to members on request"),
            (Edition.MEMBERS.value, "Members: exempt evidence is shown"),
        ],
        required="Select an edition",
        default=Edition.PUBLIC.value,
    )


class MeetingForm(Form):
    """A coming meeting."""

    body = text("Board, committee or team", required="Enter the name of the board, committee or team")
    kind = radios("What kind of body is it?", _BODIES, required="Select what kind of body it is")
    on = day("Date of the meeting", required="Enter the date of the meeting")
