"""Adding evidence, letting it support several actions, and having a second person check it.

The words of history entries leave out the titles of officers' evidence: more people read the history than
may read such an item.
"""

from collections.abc import Sequence
from datetime import date, datetime
from urllib.parse import urlsplit

import sqlalchemy as sa

from tracker.database import db
from tracker.models import (
    Action,
    Evidence,
    EvidenceCheck,
    EvidenceForm,
    EvidenceLink,
    Naming,
    Owner,
    Person,
    Plan,
    RoundAsk,
    StoredFile,
    Update,
    stands_for,
)
from tracker.operations.errors import ChangedMeanwhile, Refused
from tracker.operations.history import difference, person_id_of, record_change
from tracker.operations.standing import refresh_standing, refresh_standings
from tracker.rules.ladders import AUDIENCE_WORDS, KIND_WORDS, VERDICT_WORDS, Audience, EvidenceKind, Verdict
from tracker.rules.verification import may_check_evidence

LONGEST_LINK = 2000


def add_evidence(
    action: Action,
    *,
    title: str,
    kind: EvidenceKind,
    effective_on: date,
    shows: str,
    audience: Audience,
    by: Person | RoundAsk,
    now: datetime,
    today: date,
    link: str = "",
    file: StoredFile | None = None,
    reference: str = "",
    update: Update | None = None,
) -> Evidence:
    """Add an item with the plan's next number, supporting the action, and return it.

    Exactly one of link, file and reference is given. Raises Refused for none or several of them, a link that
    is no web address, a title left out, and a day that has not come.
    """
    evidence = make_evidence(
        _next_number(action.plan_id),
        action,
        title=title,
        kind=kind,
        effective_on=effective_on,
        shows=shows,
        audience=audience,
        by=by,
        now=now,
        today=today,
        link=link,
        file=file,
        reference=reference,
        update=update,
    )
    refresh_standing(action, today)
    return evidence


def make_evidence(
    number: int,
    action: Action,
    *,
    title: str,
    kind: EvidenceKind,
    effective_on: date,
    shows: str,
    audience: Audience,
    by: Person | RoundAsk,
    now: datetime,
    today: date,
    link: str = "",
    file: StoredFile | None = None,
    reference: str = "",
    update: Update | None = None,
) -> Evidence:
    """Return a new item with this number, supporting an action that has its id.

    For many at once: the caller has locked the plan and counts its numbers, flushes, and rewrites the
    standings. Raises Refused as `add_evidence` does.
    """
    form = form_of(link=link, has_file=file is not None, reference=reference)
    if form is EvidenceForm.LINK:
        link = tidy_link(link)
    if not title.strip():
        raise Refused("title", "Say what the evidence is")
    refuse_day_to_come(effective_on, today)
    evidence = Evidence(
        plan_id=action.plan_id,
        number=number,
        title=title.strip(),
        kind=kind,
        form=form,
        url=link,
        reference=reference.strip(),
        file_id=file.id if file else None,
        effective_on=effective_on,
        shows=shows.strip(),
        audience=audience,
        added_by_id=person_id_of(by),
        ask_id=by.id if isinstance(by, RoundAsk) else None,
        added_at=now,
    )
    db.session.add(evidence)
    _link(evidence, action, now=now, update=update)
    _note(evidence, [action], "added", by=by, now=now, details=difference("Kind", "", KIND_WORDS[kind]))
    return evidence


def link_evidence(
    evidence: Evidence,
    action: Action,
    *,
    by: Person,
    now: datetime,
    today: date,
    update: Update | None = None,
    field: str = "number",
) -> None:
    """Let an item of the plan support another action. Raises Refused where it already does."""
    if evidence.plan_id != action.plan_id:
        raise Refused(field, "This plan has no such evidence")
    held = db.session.scalar(
        sa.select(EvidenceLink.id).where(
            EvidenceLink.evidence_id == evidence.id, EvidenceLink.action_id == action.id
        )
    )
    if held is not None:
        raise Refused(field, f"{evidence.label} supports {action.label} already")
    _link(evidence, action, now=now, update=update)
    _note(evidence, [action], "linked", by=by, now=now)
    refresh_standing(action, today)


def change_evidence(
    evidence: Evidence,
    *,
    seen_version: int,
    title: str,
    kind: EvidenceKind,
    effective_on: date,
    shows: str,
    audience: Audience,
    by: Person,
    now: datetime,
    today: date,
) -> bool:
    """Change what is said about an item, and return whether it has to be checked again.

    What was verified is what stood there then, so another title, kind, day or finding takes a verified item
    back to "Not checked yet". A challenge stays until a second person has looked. Raises ChangedMeanwhile and
    Refused.
    """
    version = db.session.scalar(
        sa.select(Evidence.version).where(Evidence.id == evidence.id).with_for_update()
    )
    if version != seen_version:
        raise ChangedMeanwhile()
    if not title.strip():
        raise Refused("title", "Say what the evidence is")
    refuse_day_to_come(effective_on, today)
    details = difference("Title", evidence.title, title.strip())
    details += difference("Kind", KIND_WORDS[evidence.kind], KIND_WORDS[kind])
    details += difference("From", evidence.effective_on, effective_on)
    details += difference("What it shows", evidence.shows, shows.strip())
    is_other = bool(details)
    was_for_officers = Audience.OFFICERS in (evidence.audience, audience)
    about_audience = difference("Who may see it", AUDIENCE_WORDS[evidence.audience], AUDIENCE_WORDS[audience])
    if not is_other and not about_audience:
        return False
    evidence.title, evidence.kind, evidence.effective_on = title.strip(), kind, effective_on
    evidence.shows, evidence.audience = shows.strip(), audience
    goes_back = is_other and _newest_verdict(evidence) is Verdict.VERIFIED
    if goes_back:
        db.session.add(
            EvidenceCheck(
                evidence_id=evidence.id,
                verdict=Verdict.WITHDRAWN,
                note="Changed after it was verified, so it has to be checked again.",
                by_id=by.id,
                at=now,
            )
        )
    actions = actions_of(evidence)
    what = "changed, not checked yet" if goes_back else "changed"
    _note(
        evidence,
        actions,
        what,
        by=by,
        now=now,
        details=about_audience if was_for_officers else details + about_audience,
        hides_title=was_for_officers,
    )
    db.session.flush()
    refresh_standings([action.id for action in actions], today)
    return goes_back


def check_evidence(
    evidence: Evidence, *, verdict: Verdict, note: str, by: Person, now: datetime, today: date
) -> EvidenceCheck:
    """Verify or challenge an item, or withdraw its check, and return the new check.

    Raises Refused for a person who may not check this item, a challenge that does not say what is missing,
    and where there is no check to withdraw.
    """
    actions = actions_of(evidence)
    refusal = why_not_check(evidence, by, today)
    if refusal:
        raise Refused("verdict", refusal)
    last = _newest_verdict(evidence)
    if verdict is Verdict.WITHDRAWN and last in (None, Verdict.WITHDRAWN):
        raise Refused("verdict", "There is no check to withdraw")
    if verdict is Verdict.CHALLENGED and not note.strip():
        raise Refused("note", "Say what is missing, so that it can be answered")
    check = EvidenceCheck(evidence_id=evidence.id, verdict=verdict, note=note.strip(), by_id=by.id, at=now)
    db.session.add(check)
    details = [] if evidence.audience is Audience.OFFICERS else difference("Note", "", check.note)
    _note(evidence, actions, VERDICT_WORDS[verdict].lower(), by=by, now=now, details=details)
    db.session.flush()
    refresh_standings([action.id for action in actions], today)
    return check


def why_not_check(evidence: Evidence, person: Person, today: date) -> str | None:
    """Return why this person may not check this item, in words, or None where they may (two queries).

    Who stands in for somebody today counts as named where they are.
    """
    supported = sa.select(EvidenceLink.action_id).where(EvidenceLink.evidence_id == evidence.id)
    named = db.session.scalar(
        sa.select(
            sa.exists().where(
                Naming.owner_id == Owner.id,
                Naming.action_id.in_(supported),
                stands_for(person.id, today),
            )
        )
    )
    authors: set[int] = set()
    for by_id, entered_by_id in db.session.execute(
        sa.select(Update.by_id, Update.entered_by_id).where(Update.action_id.in_(supported)).distinct()
    ):
        authors |= {one for one in (by_id, entered_by_id) if one is not None}
    return may_check_evidence(person.id, evidence.added_by_id, {person.id} if named else set(), authors)


def actions_of(evidence: Evidence) -> list[Action]:
    """Return the actions an item supports, by their numbers."""
    return list(
        db.session.scalars(
            sa.select(Action)
            .join(Action.evidence_links)
            .where(EvidenceLink.evidence_id == evidence.id)
            .order_by(Action.first_number, Action.sequence, Action.id)
        )
    )


def form_of(*, link: str, has_file: bool, reference: str) -> EvidenceForm:
    """Return where the evidence is. Raises Refused unless it is in exactly one place."""
    given = [
        form
        for form, is_given in (
            (EvidenceForm.LINK, bool(link.strip())),
            (EvidenceForm.FILE, has_file),
            (EvidenceForm.REFERENCE, bool(reference.strip())),
        )
        if is_given
    ]
    if not given:
        raise Refused("link", "Give a link, a file, or say where the evidence is kept")
    if len(given) > 1:
        # The error stands at the last one: the first may well be meant.
        raise Refused(given[-1].value, "Give one place only: add the other by itself")
    return given[0]


def tidy_link(link: str) -> str:
    """Return the address without spaces around it. Raises Refused for what is no http or https address.

    Only its shape is looked at; a link is never fetched.
    """
    link = link.strip()
    try:
        parts = urlsplit(link)
        host, _ = parts.hostname, parts.port
    except ValueError:
        parts, host = None, None
    if (
        parts is None
        or parts.scheme.lower() not in ("http", "https")
        or not host
        or any(letter.isspace() or not letter.isprintable() for letter in link)
        or "\\" in link
    ):
        raise Refused("link", "The link must be a web address, like https://intranet.example/audit")
    if parts.username or parts.password:
        raise Refused("link", "The link holds a name or password. Take it out, so that nobody can use it")
    if len(link) > LONGEST_LINK:
        raise Refused("link", f"The link must have {LONGEST_LINK:,} characters or fewer")
    return link


def refuse_day_to_come(effective_on: date, today: date) -> None:
    """Raise Refused for evidence from a day that has not come."""
    if effective_on > today:
        raise Refused("effective_on", "The evidence cannot be from a day that has not come")


def _next_number(plan_id: int) -> int:
    """Give the plan's next evidence number; the row stays locked until the commit."""
    numbers = db.session.scalars(
        sa.update(Plan)
        .where(Plan.id == plan_id)
        .values(last_evidence_number=Plan.last_evidence_number + 1)
        .returning(Plan.last_evidence_number)
        .execution_options(synchronize_session="fetch")
    )
    return numbers.one()


def _link(evidence: Evidence, action: Action, *, now: datetime, update: Update | None) -> None:
    db.session.add(
        EvidenceLink(
            evidence=evidence,
            action_id=action.id,
            update_id=update.id if update else None,
            linked_at=now,
        )
    )


def _newest_verdict(evidence: Evidence) -> Verdict | None:
    return db.session.scalar(
        sa.select(EvidenceCheck.verdict)
        .where(EvidenceCheck.evidence_id == evidence.id)
        .order_by(EvidenceCheck.at.desc(), EvidenceCheck.id.desc())
        .limit(1)
    )


def _note(
    evidence: Evidence,
    actions: Sequence[Action],
    what: str,
    *,
    by: Person | RoundAsk,
    now: datetime,
    details: list[dict[str, str]] | None = None,
    hides_title: bool = False,
) -> None:
    title = "" if hides_title or evidence.audience is Audience.OFFICERS else f": {evidence.title}"
    for action in actions:
        record_change(
            f"Evidence {evidence.label} {what}{title}", by=by, now=now, action=action, details=details
        )
