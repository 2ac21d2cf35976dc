"""What the statuses mean in a plan: the page, its colours, and where a lead sets words and colours."""

from flask import Response, flash, g, redirect, render_template, request, url_for
from flask_login import current_user

from tracker.accounts.views import Page
from tracker.clock import now
from tracker.database import db
from tracker.models import Plan
from tracker.operations.errors import Refused
from tracker.operations.step_words import change_step_words, ladders_of
from tracker.permissions import Permission, requires
from tracker.plan import blueprint
from tracker.plan.forms import number_or_none
from tracker.plan.step_words_form import STEPS_OF_FORM, StepWordsForm, data_of
from tracker.rules.ladders import PALETTE
from tracker.rules.step_words import USUAL, Fault, Ladders, edge_of, faults
from tracker.template_words import STEP_SHAPES


@blueprint.get("/plans/<plan>/statuses")
@requires(Permission.READ_ISSUED)
def show_statuses(plan: Plan) -> str:
    """Say what the statuses mean in this plan and how the record is worked out."""
    return render_template("pages/statuses.html", title="What the statuses mean", plan=plan)


@blueprint.get("/plans/<plan>/statuses.css")
@requires(Permission.READ_ISSUED)
def status_colours(plan: Plan) -> Response:
    """The colours of the plan's statuses; a step named in the address has that colour instead."""
    return colours_of(plan)


def colours_of(plan: Plan) -> Response:
    """Answer with the plan's colours as a style sheet, for whoever may see statuses of the plan."""
    ladders = ladders_of(plan)
    lines = []
    for step, shown in ladders.delivery.items():
        shade = PALETTE.get(request.args.get(step.value, ""), PALETTE[shown.colour])
        name = f"--status-{STEP_SHAPES[step]}"
        lines.append(f"{name}: {shade.fill}; {name}-ink: {shade.text}; {name}-edge: {edge_of(shade)};")
    for impact, shown in ladders.impact.items():
        shade = PALETTE.get(request.args.get(impact.value, ""), PALETTE[shown.colour])
        lines.append(f"--impact-{shown.bars}: {shade.fill};")
    # The address names the version of the words, so that what a browser kept is never the old ones.
    return Response(
        ":root {\n  " + "\n  ".join(lines) + "\n}\n",
        mimetype="text/css",
        headers={"Cache-Control": "private, max-age=86400"},
    )


@blueprint.route("/plans/<plan>/settings/statuses", methods=["GET", "POST"])
@requires(Permission.LEAD_PLAN)
def change_statuses(plan: Plan) -> Page:
    """Set words, letters, meanings and colours of the steps; "Preview" shows them without saving."""
    form = StepWordsForm(data=data_of(ladders_of(plan), plan.step_words_version))
    shown: Ladders | None = None
    if form.validate_on_submit():
        do = request.form.get("do")
        wanted = USUAL if do == "usual" else form.ladders()
        wrong = faults(wanted)
        if wrong:
            _say(form, wrong)
        elif do == "preview":
            shown = wanted
        else:
            try:
                change_step_words(
                    plan,
                    wanted,
                    seen_version=_version(form),
                    by=current_user,
                    now=now(),
                )
            except Refused as refused:
                db.session.rollback()
                form.version.data = str(plan.step_words_version)
                form.show(Refused("on_track_word", f"{refused.message}. Look at them, then save yours again"))
            else:
                db.session.commit()
                flash("The words and colours of the statuses are saved")
                return redirect(url_for("plan.show_statuses", plan=plan.slug))
    if shown:
        g.ladders = shown
    return render_template(
        "plan/change_statuses.html",
        title="Words and colours of the statuses",
        plan=plan,
        form=form,
        steps=STEPS_OF_FORM,
        preview=shown,
        colours={step.value: own.colour for step, own in (*shown.delivery.items(), *shown.impact.items())}
        if shown
        else {},
    )


def _version(form: StepWordsForm) -> int:
    found = number_or_none(form.version.data)
    return -1 if found is None else found


def _say(form: StepWordsForm, wrong: list[Fault]) -> None:
    """Put each fault at its field, the first of a field only."""
    for fault in wrong:
        field = form._fields[f"{fault.step.value}_{fault.part}"]
        if not field.errors:
            field.errors = [f"{USUAL.word(fault.step)}: {fault.message[0].lower()}{fault.message[1:]}"]
