"""Reports: preview, making the PDF with its progress, what was issued."""

from flask import Blueprint

blueprint = Blueprint("report_screens", __name__)

from tracker.report_screens import (  # noqa: E402 - views and tasks register themselves
    body_views,
    draft_views,
    glossary_views,
    issue_task,
    issued_views,
    outline_views,
    question_views,
    views,
)

__all__ = [
    "blueprint",
    "body_views",
    "draft_views",
    "glossary_views",
    "issue_task",
    "issued_views",
    "outline_views",
    "question_views",
    "views",
]
