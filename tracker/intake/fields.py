"""Labelled facts printed below an ask: "Priority: High", "Responsible officer: …", "Target date: …"."""

from __future__ import annotations

import re

_DUE = (
    r"target date|due date|due|timescales?|time ?frame|deadline|completion date|date for completion|by when|"
    r"implementation date|target implementation date|agreed date|agreed implementation date|target "
    r"completion date|"
    r"original due date|to be completed by|date to be completed|target"
)
_OTHER = (
    r"priority|risk|risk rating|rating|rank|category|management response|management comments?|response|"
    r"agreed action|agreed management action|management action|action agreed|action owner|responsible "
    r"officers?|"
    r"responsible person|responsible manager|responsibility|responsible|responsible body|officer responsible|"
    r"person responsible|owner|lead|lead officer|accepted|agreed|status|rag|brag|progress|progress "
    r"update|update|"
    r"finding|implication|risk exposed|root cause|evidence|comments?|audit comment|criteria|condition|"
    r"service response"
)
_ASK = r"recommendation|recommended action|audit recommendation|required action|action required"
_FIELD = re.compile(
    rf"^(?:(?P<due>{_DUE})|(?P<other>{_OTHER})|(?P<ask>{_ASK}))(?:\s+\(.{{1,30}}\))?\s*:\s*(?P<value>.*)$",
    re.IGNORECASE | re.DOTALL,
)


def field_of(text: str) -> tuple[str, str] | None:
    """("due" | "other" | "ask", value) when a line begins with the label of a fact, else None."""
    match = _FIELD.match(text.strip())
    if match is None:
        return None
    role = next(name for name in ("due", "other", "ask") if match[name])
    return role, match["value"].strip()
