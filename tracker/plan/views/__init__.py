"""The pages of the plan; importing this package registers them all."""

from tracker.plan.views import (
    action_list,
    actions,
    due_dates,
    first_actions,
    grouping,
    histories,
    milestones,
    naming,
    overview,
    owners,
    people,
    priorities,
    recommendations,
    removal,
    responses,
    statuses,
)

__all__ = [
    "action_list",
    "actions",
    "due_dates",
    "first_actions",
    "grouping",
    "histories",
    "milestones",
    "naming",
    "overview",
    "owners",
    "people",
    "priorities",
    "recommendations",
    "removal",
    "responses",
    "statuses",
]
