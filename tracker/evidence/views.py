"""Adding evidence to an action, the plan's evidence library, one item with its checks, and its file."""

from flask import abort, flash, g, redirect, render_template, request, send_file, url_for
from flask_login import current_user
from werkzeug.wrappers import Response

from tracker.accounts.views import Page
from tracker.clock import now, today
from tracker.database import db
from tracker.evidence import blueprint
from tracker.evidence.adding import add_from_form
from tracker.evidence.forms import (
    ChangeForm,
    CheckForm,
    EvidenceForm,
    FilterForm,
    LinkForm,
    RemoveFileForm,
)
from tracker.evidence.queries import (
    actions_supported,
    find_evidence_for,
    get_evidence_for,
    list_evidence_for,
)
from tracker.models import Action, Evidence, Plan
from tracker.operations import evidence as operations
from tracker.operations.errors import ChangedMeanwhile, Refused
from tracker.operations.files import download_name, path_of, purge_bytes
from tracker.operations.removal import remove_file as remove_stored_file
from tracker.operations.removal_reports import reports_carrying
from tracker.permissions import Permission, get_action_for, requires
from tracker.rules.ladders import AUDIENCE_WORDS, VERDICT_WORDS, Audience, EvidenceKind, Verdict


@blueprint.get("/plans/<plan>/evidence")
@requires(Permission.READ_PLAN)
def list_evidence(plan: Plan) -> str:
    """List the plan's evidence, filtered and sorted by what stands in the address."""
    form = FilterForm(request.args)
    page = request.args.get("page", "1")
    library = list_evidence_for(
        plan,
        g.access,
        form.wanted(),
        today=today(),
        page=int(page) if page.isascii() and page.isdigit() and len(page) < 9 else 1,
    )
    return render_template(
        "evidence/list_evidence.html",
        title="Evidence",
        plan=plan,
        form=form,
        library=library,
        filters=form.filters(),
        actions_supported=actions_supported,
    )


@blueprint.route("/plans/<plan>/actions/<label:action>/evidence/new", methods=["GET", "POST"])
@requires(Permission.ADD_EVIDENCE)
def add_evidence(plan: Plan, action: Action) -> Page:
    """Add an item that supports the action."""
    label = action.label
    form = EvidenceForm()
    if form.validate_on_submit():
        try:
            added = add_from_form(form, plan, action, by=current_user, now=now(), today=today())
        except Refused as refused:
            db.session.rollback()
            action = get_action_for(plan, g.access, label, Permission.ADD_EVIDENCE)
            form.show(refused)
        else:
            db.session.commit()
            return _to_item(added, f"{added.label} is added to {label}")
    return _adding(plan, action, form, LinkForm(formdata=None, prefix="link-"))


@blueprint.post("/plans/<plan>/actions/<label:action>/evidence/link")
@requires(Permission.ADD_EVIDENCE)
def link_evidence(plan: Plan, action: Action) -> Page:
    """Let an item the plan has already support the action."""
    label = action.label
    form = LinkForm(prefix="link-")
    if form.validate_on_submit():
        number = form.read_number()
        try:
            found = find_evidence_for(plan, g.access, number) if number else None
            if found is None:
                raise Refused("number", f"This plan has no evidence “{form.number.data}”. Look in its list")
            operations.link_evidence(found, action, by=current_user, now=now(), today=today())
        except Refused as refused:
            db.session.rollback()
            action = get_action_for(plan, g.access, label, Permission.ADD_EVIDENCE)
            form.show(refused)
        else:
            db.session.commit()
            return _to_item(found, f"{found.label} supports {label} now")
    return _adding(plan, action, EvidenceForm(formdata=None), form)


@blueprint.get("/plans/<plan>/evidence/<int:number>")
@requires(Permission.READ_PLAN)
def show_evidence(plan: Plan, number: int) -> str:
    """Show one item, what it supports, and who checked it."""
    return _item(plan, get_evidence_for(plan, g.access, number), CheckForm(formdata=None))


@blueprint.route("/plans/<plan>/evidence/<int:number>/edit", methods=["GET", "POST"])
@requires(Permission.ADD_EVIDENCE)
def edit_evidence(plan: Plan, number: int) -> Page:
    """Change what is said about an item; what was verified goes back to not checked yet."""
    evidence = get_evidence_for(plan, g.access, number)
    if not _may_edit(evidence):
        abort(403)
    form = ChangeForm(obj=evidence)
    if form.validate_on_submit():
        try:
            goes_back = operations.change_evidence(
                evidence,
                seen_version=int(form.version.data or 0) if str(form.version.data).isdecimal() else 0,
                title=form.title.data,
                kind=EvidenceKind(form.kind.data),
                effective_on=form.effective_on.data,
                shows=form.shows.data or "",
                audience=Audience(form.audience.data),
                by=current_user,
                now=now(),
                today=today(),
            )
        except ChangedMeanwhile:
            db.session.rollback()
            evidence = get_evidence_for(plan, g.access, number)
            form.version.data = str(evidence.version)
            form.show(
                Refused(
                    "title",
                    f"Somebody else changed {evidence.label} while you were writing: it is now "
                    f"“{evidence.title}”, {AUDIENCE_WORDS[evidence.audience].lower()}. Nothing you wrote is "
                    "lost. Press the button again to save yours",
                )
            )
        except Refused as refused:
            db.session.rollback()
            form.show(refused)
        else:
            db.session.commit()
            back = ". It has to be checked again" if goes_back else ""
            return _to_item(evidence, f"E{number} is saved{back}")
    return render_template(
        "evidence/edit_evidence.html", title=f"Edit E{number}", plan=plan, number=number, form=form
    )


def _may_edit(evidence: Evidence) -> bool:
    """Return whether the person may add evidence to one of the actions it supports."""
    return any(g.access.may(Permission.ADD_EVIDENCE, link.action) for link in evidence.links)


@blueprint.post("/plans/<plan>/evidence/<int:number>/check")
@requires(Permission.CHECK_EVIDENCE)
def check_evidence(plan: Plan, number: int) -> Page:
    """Verify or challenge an item, or withdraw the check."""
    evidence = get_evidence_for(plan, g.access, number)
    form = CheckForm()
    if form.validate_on_submit():
        try:
            check = operations.check_evidence(
                evidence,
                verdict=Verdict(form.verdict.data),
                note=form.note.data or "",
                by=current_user,
                now=now(),
                today=today(),
            )
        except Refused as refused:
            db.session.rollback()
            evidence = get_evidence_for(plan, g.access, number)
            form.show(refused)
        else:
            words = VERDICT_WORDS[check.verdict].lower()
            db.session.commit()
            return _to_item(evidence, f"{evidence.label}: {words}")
    return _item(plan, evidence, form)


@blueprint.get("/plans/<plan>/evidence/<int:number>/file")
@requires(Permission.READ_PLAN)
def download_file(plan: Plan, number: int) -> Response:
    """Hand out the file behind an item, to be saved and never shown as a page of this site."""
    file = get_evidence_for(plan, g.access, number).file
    if file is None or file.removed_at is not None:
        abort(404)
    answer = send_file(
        path_of(file), mimetype=file.content_type, as_attachment=True, download_name=download_name(file)
    )
    answer.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    answer.headers["Cache-Control"] = "no-store"
    return answer


@blueprint.route("/plans/<plan>/evidence/<int:number>/file/remove", methods=["GET", "POST"])
@requires(Permission.LEAD_PLAN)
def remove_file(plan: Plan, number: int) -> Page:
    """Remove the file behind an item, because it holds personal data; the item stays."""
    evidence = get_evidence_for(plan, g.access, number)
    file = evidence.file
    if file is None or file.removed_at is not None:
        abort(404)
    form = RemoveFileForm()
    if form.validate_on_submit():
        carried = sorted(set(reports_carrying(plan, file.sha256)))
        try:
            sha256 = remove_stored_file(plan, file, form.reason.data or "", by=current_user, now=now())
        except Refused as refused:
            db.session.rollback()
            form.show(refused)
        else:
            db.session.commit()
            purge_bytes(sha256)
            if carried:
                flash(_still_carried(carried), "problem")
            return _to_item(evidence, f"The file of E{number} is removed")
    return render_template(
        "evidence/remove_file.html",
        title=f"Remove the file of E{number}",
        plan=plan,
        number=number,
        form=form,
    )


def _still_carried(numbers: list[int]) -> str:
    listed = ", ".join(str(number) for number in numbers)
    return (
        f"Issued {'report' if len(numbers) == 1 else 'reports'} {listed} went out with this file. “Remove "
        f"personal data” on the plan’s settings withdraws {'it' if len(numbers) == 1 else 'them'} and purges "
        "the stored forms"
    )


def _adding(plan: Plan, action: Action, form: EvidenceForm, link_form: LinkForm) -> str:
    return render_template(
        "evidence/add_evidence.html",
        title=f"Add evidence to {action.label}",
        plan=plan,
        action=action,
        form=form,
        link_form=link_form,
        forms=[form, link_form],
    )


def _item(plan: Plan, evidence: Evidence, form: CheckForm) -> str:
    may_check = g.access.may(Permission.CHECK_EVIDENCE)
    last = evidence.check
    if last is None or last.verdict is Verdict.WITHDRAWN:
        form.verdict.choices = [
            choice for choice in form.verdict.choices or [] if choice.value != Verdict.WITHDRAWN
        ]
    return render_template(
        "evidence/show_evidence.html",
        title=f"{evidence.label} {evidence.title}",
        plan=plan,
        evidence=evidence,
        actions=actions_supported(evidence),
        may_edit=_may_edit(evidence),
        form=form,
        may_check=may_check,
        why_not=operations.why_not_check(evidence, current_user, today()) if may_check else None,
    )


def _to_item(evidence: Evidence, words: str) -> Response:
    flash(words)
    return redirect(url_for("evidence.show_evidence", plan=g.plan.slug, number=evidence.number))
