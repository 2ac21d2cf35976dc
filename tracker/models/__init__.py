"""The facts, by noun. Importing this package registers every table."""

from tracker.models.comments import Asking, Comment
from tracker.models.cover import Handover, StandIn, stands_for
from tracker.models.evidence import Evidence, EvidenceCheck, EvidenceForm, EvidenceLink, StoredFile
from tracker.models.history import Change
from tracker.models.inspections import (
    Deadline,
    Finding,
    Inspection,
    IntakeDraft,
    IntakeState,
    Judgement,
    RecommendationRepeat,
)
from tracker.models.issued import (
    QUESTION_KIND_WORDS,
    QUESTION_STATUS_WORDS,
    FormKind,
    IssuedForm,
    IssuedReport,
    Question,
    QuestionKind,
    QuestionStatus,
)
from tracker.models.measures import Measure, Reading
from tracker.models.meetings import Body, BodyKind, BodyMember, Meeting, ReportDraft, ReportState
from tracker.models.outbox import Job, JobState, MailKind, OutgoingMail, UnwantedMail
from tracker.models.outlines import Commentary, GlossaryEntry, OutlineSection
from tracker.models.people import Grant, LinkAsking, LinkPurpose, OneTimeLink, Person, Role, WrongTries
from tracker.models.plan_imports import PlanImport
from tracker.models.plans import (
    Action,
    Naming,
    Owner,
    OwnerKind,
    Part,
    Plan,
    Priority,
    Recommendation,
    Response,
    Service,
    StepWords,
)
from tracker.models.progress import DateMove, Milestone, StandingRow, Update
from tracker.models.round_sheets import SheetUpload
from tracker.models.rounds import LinkAct, LinkUse, Round, RoundAsk, RoundEntry
from tracker.models.safety_maps import SafetyMap
from tracker.models.saved_views import SavedView
from tracker.models.update_drafts import UpdateDraft

__all__ = [
    "QUESTION_KIND_WORDS",
    "QUESTION_STATUS_WORDS",
    "Action",
    "Asking",
    "Body",
    "BodyKind",
    "BodyMember",
    "Change",
    "Comment",
    "Commentary",
    "DateMove",
    "Deadline",
    "Evidence",
    "EvidenceCheck",
    "EvidenceForm",
    "EvidenceLink",
    "Finding",
    "FormKind",
    "GlossaryEntry",
    "Grant",
    "Handover",
    "Inspection",
    "IntakeDraft",
    "IntakeState",
    "IssuedForm",
    "IssuedReport",
    "Job",
    "JobState",
    "Judgement",
    "LinkAct",
    "LinkAsking",
    "LinkPurpose",
    "LinkUse",
    "MailKind",
    "Measure",
    "Meeting",
    "Milestone",
    "Naming",
    "OneTimeLink",
    "OutgoingMail",
    "OutlineSection",
    "Owner",
    "OwnerKind",
    "Part",
    "Person",
    "Plan",
    "PlanImport",
    "Priority",
    "Question",
    "QuestionKind",
    "QuestionStatus",
    "Reading",
    "Recommendation",
    "RecommendationRepeat",
    "ReportDraft",
    "ReportState",
    "Response",
    "Role",
    "Round",
    "RoundAsk",
    "RoundEntry",
    "SafetyMap",
    "SavedView",
    "Service",
    "SheetUpload",
    "StandIn",
    "StandingRow",
    "StepWords",
    "StoredFile",
    "UnwantedMail",
    "Update",
    "UpdateDraft",
    "WrongTries",
    "stands_for",
]
