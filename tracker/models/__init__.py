"""The facts, by noun. Importing this package registers every table."""

from tracker.models.evidence import Evidence, EvidenceCheck, EvidenceForm, EvidenceLink, StoredFile
from tracker.models.history import Change
from tracker.models.inspections import Finding, Inspection, IntakeDraft, IntakeState, Judgement
from tracker.models.measures import Measure, Reading
from tracker.models.meetings import Body, BodyKind, Meeting, ReportDraft, ReportKind, ReportState
from tracker.models.outbox import Job, JobState, OutgoingMail
from tracker.models.people import Grant, LinkPurpose, OneTimeLink, Person, Role, WrongTries
from tracker.models.plans import (
    Action,
    Commentary,
    Naming,
    Owner,
    OwnerKind,
    Part,
    Plan,
    Priority,
    Recommendation,
    Service,
)
from tracker.models.progress import DateMove, Milestone, StandingRow, Update
from tracker.models.safety_maps import SafetyMap

__all__ = [
    "Action",
    "Body",
    "BodyKind",
    "Change",
    "Commentary",
    "DateMove",
    "Evidence",
    "EvidenceCheck",
    "EvidenceForm",
    "EvidenceLink",
    "Finding",
    "Grant",
    "Inspection",
    "IntakeDraft",
    "IntakeState",
    "Job",
    "JobState",
    "Judgement",
    "LinkPurpose",
    "Measure",
    "Meeting",
    "Milestone",
    "Naming",
    "OneTimeLink",
    "OutgoingMail",
    "Owner",
    "OwnerKind",
    "Part",
    "Person",
    "Plan",
    "Priority",
    "Reading",
    "Recommendation",
    "ReportDraft",
    "ReportKind",
    "ReportState",
    "Role",
    "SafetyMap",
    "Service",
    "StandingRow",
    "StoredFile",
    "Update",
    "WrongTries",
]
