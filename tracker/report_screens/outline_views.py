"""The outline of the plan's reports and the council's own words in them."""

from flask import abort, flash, redirect, render_template, request, url_for
from flask_login import current_user

from tracker.accounts.views import Page
from tracker.clock import now
from tracker.database import db
from tracker.models import Commentary, Plan
from tracker.operations import commentary, outlines
from tracker.operations.commentary import WrittenMeanwhile
from tracker.operations.errors import Refused
from tracker.operations.glossary import glossary_of
from tracker.permissions import Permission, requires
from tracker.plan.forms import number_or_none
from tracker.report_screens import blueprint
from tracker.report_screens.hints import help_with
from tracker.report_screens.newer_evidence import overtaken
from tracker.report_screens.outline_forms import AddSectionForm, WordsForm
from tracker.report_screens.outline_queries import (
    choices_of,
    citable,
    heading_of,
    outline_of_plan,
    priority_titles,
    usual_contents,
)
from tracker.rules import outlines as rules
from tracker.rules.outlines import Contents


@blueprint.get("/plans/<plan>/outline")
@requires(Permission.LEAD_PLAN)
def show_outline(plan: Plan) -> str:
    """Show the sections of the report in their order."""
    return _outline_page(plan, AddSectionForm())


@blueprint.post("/plans/<plan>/outline")
@requires(Permission.LEAD_PLAN)
def change_outline(plan: Plan) -> Page:
    """Do what the button says. Ticks are saved with every button, so that none is lost."""
    form, moment = AddSectionForm(), now()
    sent = request.form
    try:
        if sent.getlist("shown"):
            outlines.set_printed(
                plan, sent.getlist("shown"), sent.getlist("print"), by=current_user, now=moment
            )
        for name, places in (("up", -1), ("down", 1)):
            if sent.get(name):
                outlines.move_section(plan, sent[name], places, by=current_user, now=moment)
        if sent.get("self_evaluation") in ("outline", "questions"):
            by_outline = sent["self_evaluation"] == "outline"
            outlines.choose_self_evaluation(plan, by_outline=by_outline, by=current_user, now=moment)
        if sent.get("remove"):
            outlines.remove_section(plan, sent["remove"], by=current_user, now=moment)
        if "heading" in sent:
            if not form.validate():
                db.session.rollback()
                return _outline_page(plan, form)
            added = outlines.add_section(plan, form.heading.data, by=current_user, now=moment)
            db.session.commit()
            return redirect(url_for("report_screens.edit_words", plan=plan.slug, section=added))
    except Refused as refused:
        db.session.rollback()
        form.show(refused)
        return _outline_page(plan, form)
    db.session.commit()
    flash("The outline is saved")
    section = sent.get("at", "")
    if rules.kind_of(section) and section != sent.get("remove"):
        return redirect(url_for("report_screens.edit_words", plan=plan.slug, section=section))
    return redirect(url_for("report_screens.show_outline", plan=plan.slug))


@blueprint.route("/plans/<plan>/outline/<section>", methods=["GET", "POST"])
@requires(Permission.LEAD_PLAN)
def edit_words(plan: Plan, section: str) -> Page:
    """Write the words of a section and say what belongs in it. “Check the words” saves nothing."""
    titles = priority_titles(plan)
    _known_section(plan, section, titles)
    words = commentary.words_of(plan, section)
    form = WordsForm(data=_as_typed(words))
    theirs = None
    _fit(form, plan, section)
    heading = heading_of(section, words, titles)
    if request.method == "POST" and request.form.get("do") != "check" and form.validate():
        try:
            _save(form, plan, section, heading)
        except WrittenMeanwhile as meanwhile:
            db.session.rollback()
            theirs = commentary.words_of(plan, section)
            form.show(meanwhile)
            form.began_with.data = str(theirs.id if theirs else 0)
        except Refused as refused:
            db.session.rollback()
            form.show(refused)
        else:
            db.session.commit()
            flash("The words are saved")
            return redirect(url_for("report_screens.edit_words", plan=plan.slug, section=section))
    known, glossary = citable(plan), glossary_of(plan)
    texts = [form.word("introduction"), form.word("text")]
    issued = commentary.last_issue(plan)
    return render_template(
        "report_screens/edit_words.html",
        title=f"Words for “{heading}”",
        plan=plan,
        section=section,
        form=form,
        words=words,
        theirs=theirs,
        is_from_last_time=words is not None and commentary.is_from_last_time(words, issued),
        help=help_with(texts, glossary, known, overtaken(plan, texts)),
        known=known,
        outline=outline_of_plan(plan, issued),
        steps=_steps(section),
    )


@blueprint.get("/plans/<plan>/outline/<section>/earlier")
@requires(Permission.LEAD_PLAN)
def earlier_words(plan: Plan, section: str) -> str:
    """List all words that were ever saved in a section: when, by whom, what."""
    titles = priority_titles(plan)
    _known_section(plan, section, titles)
    found = commentary.earlier_words(plan, section)
    return render_template(
        "report_screens/earlier_words.html",
        title=f"Earlier words for “{heading_of(section, found[0] if found else None, titles)}”",
        plan=plan,
        section=section,
        found=found,
    )


def _outline_page(plan: Plan, form: AddSectionForm) -> str:
    return render_template(
        "report_screens/show_outline.html",
        title="Outline and words of the reports",
        plan=plan,
        form=form,
        outline=outline_of_plan(plan, commentary.last_issue(plan)),
    )


def _known_section(plan: Plan, section: str, titles: dict[int, str]) -> None:
    """Abort with 404 for a section that the plan does not have, or that holds no words."""
    number = rules.priority_number(section)
    if number is not None and number not in titles:
        abort(404)
    if section in rules.LAST or not (
        section == rules.ASKS or rules.step_name(section) or rules.kind_of(section)
    ):
        abort(404)
    if rules.is_own(section) and section not in {one.key for one in outlines.arrangement(plan)}:
        abort(404)


def _as_typed(words: Commentary | None) -> dict[str, object]:
    if words is None:
        return {"began_with": "0"}
    return {
        "began_with": str(words.id),
        "heading": words.heading,
        "introduction": words.introduction,
        "text": words.text,
    }


def _fit(form: WordsForm, plan: Plan, section: str) -> None:
    """Give the form the fields that the section has, and what may be chosen for it."""
    kind = rules.kind_of(section)
    names = ["heading"] if section == rules.ASKS or (kind and kind.has_heading) else []
    names += ["introduction"] if kind and kind.has_heading else []
    holds = kind.holds if kind else ()
    form.keep_only(names, holds)
    chosen = next((one.chosen for one in outlines.arrangement(plan) if one.key == section), {})
    usual = usual_contents(plan, section)
    for one in holds:
        field = form[one.value]
        field.choices = choices_of(plan, one)
        if request.method == "GET":
            field.data = list(chosen.get(one.value, usual.get(one, [])))
    if "heading" in names and not rules.is_own(section):
        form.heading.description = "Leave it empty for the usual heading"


def _save(form: WordsForm, plan: Plan, section: str, heading: str) -> None:
    moment = now()
    commentary.write_words(
        plan,
        section,
        heading=form.word("heading"),
        introduction=form.word("introduction"),
        text=form.word("text"),
        began_with=number_or_none(form.began_with.data) or 0,
        called=heading,
        by=current_user,
        now=moment,
    )
    kind = rules.kind_of(section)
    if kind is None or not kind.holds:
        return
    usual = usual_contents(plan, section)
    chosen: dict[Contents, list[int]] = {one: form[one.value].data or [] for one in kind.holds}
    # What is as usual is not kept, so that what the plan gets later is in the section as well.
    different = {one: ids for one, ids in chosen.items() if sorted(ids) != sorted(usual[one])}
    outlines.choose_contents(plan, section, different, by=current_user, now=moment)


def _steps(section: str) -> list[tuple[str, str]]:
    """Return the further words that belong to a section, as (key, name)."""
    if section in ("glance", rules.ASKS):
        return [("glance", "The answer in a few words"), (rules.ASKS, "What the board is asked to do")]
    number = rules.priority_number(section)
    if number is None:
        return []
    whole = f"{rules.PRIORITY}{number}"
    return [(whole, "The whole priority"), *((f"{whole}-{key}", name) for key, name in rules.STEPS.items())]
