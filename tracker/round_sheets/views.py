"""Downloading a round sheet, sending it back, and saving what its preview shows."""

import tempfile
from io import BytesIO
from pathlib import Path

import sqlalchemy as sa
from flask import abort, flash, g, redirect, render_template, request, send_file, url_for
from flask_login import current_user
from sqlalchemy.orm import joinedload, selectinload
from werkzeug.wrappers import Response

from tracker.accounts.views import Page
from tracker.clock import now, today
from tracker.cover.queries import get_owner
from tracker.database import db
from tracker.formatting import counted
from tracker.models import Action, Naming, Owner, Part, Plan, SheetUpload
from tracker.my_actions.queries import load_several, load_work
from tracker.operations.errors import Refused
from tracker.operations.files import read_upload
from tracker.operations.owners import owner_name
from tracker.operations.round_sheets import Line, LineState, is_open, keep_upload, preview, save_lines
from tracker.operations.step_words import ladders_of
from tracker.permissions import Capacity, Permission, requires
from tracker.plan.forms import PlainForm, number_or_none
from tracker.round_sheets import blueprint
from tracker.round_sheets.forms import SheetFileForm
from tracker.round_sheets.making import key_reader, round_sheet
from tracker.sheets.model import UnreadableSheet
from tracker.sheets.process import read_in_process
from tracker.sheets.round_sheet import notes_on, read_rows

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
SECONDS = 15.0  # for reading; a round sheet is small


@blueprint.get("/plans/<plan>/round-sheet.xlsx")
@requires(Permission.READ_PLAN)
def download_sheet(plan: Plan) -> Response:
    """Give a person their own actions as a sheet; a lead, with `owner`, those of any owner."""
    owner_id = number_or_none(request.args.get("owner"))
    if owner_id is not None:
        if not g.access.may(Permission.LEAD_PLAN):
            abort(403)
        owner = get_owner(plan, owner_id)
        whose, work = owner_name(owner), load_several(_led_by(owner), today())
    else:
        whose = current_user.name
        work = [item for item in load_work(current_user.id, today()) if item.plan.id == plan.id]
    data = round_sheet(plan, whose, work, today())
    name = f"{plan.slug}-updates-{today().isoformat()}.xlsx"
    return send_file(BytesIO(data), mimetype=XLSX, as_attachment=True, download_name=name)


@blueprint.route("/plans/<plan>/round-sheets", methods=["GET", "POST"])
@requires(Permission.READ_PLAN)
def send_sheet(plan: Plan) -> Page:
    """Take a filled-in sheet and show what it would change."""
    if not _may_send():
        abort(403)
    form = SheetFileForm()
    if form.validate_on_submit():
        try:
            name, data = form.file.data.filename or "", read_upload(form.file.data.stream)
            # Reading may take seconds, and nobody waits behind it: the transaction ends here.
            db.session.rollback()
            upload = _read(plan, name, data)
        except Refused as refused:
            db.session.rollback()
            form.show(refused)
        except UnreadableSheet as problem:
            db.session.rollback()
            form.show(Refused("file", problem.message))
        else:
            db.session.commit()
            return redirect(url_for("round_sheets.check_sheet", plan=plan.slug, upload=upload.id))
    return render_template(
        "round_sheets/send_sheet.html", title="Update with a sheet", plan=plan, form=form, lead=_leads()
    )


@blueprint.route("/plans/<plan>/round-sheets/<int(max=999999999):upload>", methods=["GET", "POST"])
@requires(Permission.READ_PLAN)
def check_sheet(plan: Plan, upload: int) -> Page:
    """Show what each row would change, and save that."""
    found = _get_upload(plan, upload, saving=request.method == "POST")
    form = PlainForm()
    if form.validate_on_submit():
        if is_open(found):
            number = save_lines(
                found,
                _may_update(plan),
                ladders_of(plan),
                request.form.getlist("conflict"),
                by=current_user,
                now=now(),
                today=today(),
            )
            db.session.commit()
            flash(f"{counted(number, 'update')} saved from your sheet" if number else "Nothing was saved yet")
        return redirect(url_for("round_sheets.check_sheet", plan=plan.slug, upload=upload))
    lines = [Line.from_json(each) for each in found.lines]
    sections = {state.value: [line for line in lines if line.state is state] for state in LineState}
    in_sheet = {line.label for line in lines}
    mine = [item for item in load_work(current_user.id, today()) if item.plan.id == plan.id and item.is_open]
    return render_template(
        "round_sheets/check_sheet.html",
        title="What your sheet says",
        plan=plan,
        upload=found,
        sections=sections,
        is_open=is_open(found),
        left_out=[item.action.label for item in mine if item.action.label not in in_sheet],
        form=form,
    )


def _read(plan: Plan, name: str, data: bytes) -> SheetUpload:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "sheet"
        path.write_bytes(data)
        book = read_in_process(path, name, seconds=SECONDS)
    lines = preview(
        read_rows(book),
        _may_update(plan),
        ladders_of(plan),
        key_reader(plan),
        by=current_user,
        now=now(),
        today=today(),
    )
    if not lines:
        raise Refused("file", "The sheet has no rows below its headings")
    return keep_upload(plan, name, lines, notes_on(book), by=current_user, now=now())


def _get_upload(plan: Plan, upload_id: int, *, saving: bool) -> SheetUpload:
    """Return a person's own upload, locked where it is about to be saved, so that two clicks save it once."""
    query = sa.select(SheetUpload).where(
        SheetUpload.id == upload_id,
        SheetUpload.plan_id == plan.id,
        SheetUpload.by_id == current_user.id,
    )
    found = db.session.scalar(query.with_for_update() if saving else query)
    return found if found is not None else abort(404)


def _may_update(plan: Plan) -> dict[str, Action]:
    """Return the actions the person may update, by label, with who is named on them."""
    actions = db.session.scalars(
        sa.select(Action)
        .where(Action.plan_id == plan.id)
        .options(
            joinedload(Action.standing),
            selectinload(Action.named).joinedload(Naming.owner).joinedload(Owner.person),
        )
    )
    return {action.label: action for action in actions if g.access.may(Permission.UPDATE_ACTION, action)}


def _led_by(owner: Owner) -> list[int]:
    led = sa.select(Naming.action_id).where(Naming.owner_id == owner.id, Naming.part == Part.LEAD_OFFICER)
    return list(db.session.scalars(led))


def _may_send() -> bool:
    return Capacity.OWNER in g.access.capacities or _leads()


def _leads() -> bool:
    return bool(g.access.may(Permission.LEAD_PLAN))
