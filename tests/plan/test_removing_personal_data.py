import json
from collections.abc import Callable
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient
from hypothesis import given
from hypothesis import strategies as st

from tests.site.furnished import furnish
from tests.world import NOW, SLUG, World, add
from tracker.config import Settings
from tracker.database import Base, db
from tracker.mail import as_message, send_later
from tracker.models import (
    Action,
    Asking,
    Change,
    Comment,
    Commentary,
    EvidenceCheck,
    Finding,
    GlossaryEntry,
    Handover,
    Inspection,
    IntakeDraft,
    JobState,
    Judgement,
    Plan,
    ReportDraft,
    ReportState,
    SavedView,
    Service,
    StepWords,
    StoredFile,
    Update,
    UpdateDraft,
)
from tracker.operations.files import keep_bytes, path_of
from tracker.postbox import IntoFiles
from tracker.rules.ladders import Verdict
from tracker.rules.removal import excerpt, pattern_of, without, without_moving

SignIn = Callable[[str], FlaskClient]
PAGE = f"/plans/{SLUG}/removal"
NAME = "Tamsin Quillfeather"
REASON = "A child was named."


@pytest.fixture
def named(app: Flask, world: World) -> None:
    """The name of a child in many places of the plan."""
    with app.app_context():
        furnish(world)
        plan = db.session.get_one(Plan, world.plan)
        action = db.session.query(Action).one()
        action.description = f"As agreed for {NAME}."
        update = db.session.query(Update).one()
        update.done, update.difference = f"Met {NAME.upper()} twice.", "Tamsin\n  Quillfeather feels safe."
        add(
            Change(
                plan_id=plan.id,
                at=NOW,
                what=f"Action changed: {NAME}",
                details=[{"field": "Title", "before": f"Visit {NAME}", "after": "Visit"}],
            )
        )
        inspection = db.session.query(Inspection).one()
        inspection.source_text = f"Before {NAME} after."
        draft = db.session.query(IntakeDraft).one()
        assert draft.reading
        draft.reading = {**draft.reading, "source_text": f"Before {NAME} after.", "provider": NAME}
        keep_bytes(plan, "note.txt", f"About {NAME}.".encode(), "text/plain", by=None, now=NOW)
        keep_bytes(plan, f"{NAME}.pdf", b"%PDF-1.4 x", "application/pdf", by=None, now=NOW)
        mail = send_later("owner@harlmere.example", "1.1", f"Ask {NAME}.", plan=plan, now=NOW)
        mail.ask = None
        IntoFiles(app.config["SETTINGS"]).send(as_message(mail, app.config["SETTINGS"]))
        mail.state = JobState.DONE
        db.session.commit()


def everything(app: Flask) -> str:
    """Return all that the database holds, as one text."""
    with app.app_context():
        rows: list[Any] = []
        for table in Base.metadata.sorted_tables:
            rows += [tuple(row) for row in db.session.execute(sa.select(table))]
    return json.dumps(rows, default=str, ensure_ascii=False).casefold()


def keys(page: str) -> list[str]:
    return [part.split('"')[0] for part in page.split('name="place" type="checkbox" value="')[1:]]


@pytest.mark.usefixtures("named")
def test_words_are_found_everywhere_shown_and_taken_out(
    app: Flask, settings: Settings, signed_in: SignIn
) -> None:
    lead = signed_in("lead")
    page = lead.post(PAGE, data={"do": "search", "words": "tamsin  quillfeather"}).get_data(as_text=True)
    assert "8 places" in page or "9 places" in page
    assert "2 files with these words" in page
    assert "Action 1.1: description" in page
    assert "Update of 1.1, " in page, "who removes sees of which action, and when"
    assert "quillfeather" in everything(app), "a search must change nothing"
    with app.app_context():
        files = [path_of(file) for file in db.session.query(StoredFile).order_by(StoredFile.id)][-2:]
    assert all(path.exists() for path in files)
    form = {"do": "remove", "words": NAME, "reason": REASON, "place": keys(page)}
    assert lead.post(PAGE, data=form).location == PAGE
    assert "quillfeather" not in everything(app)
    assert not any(path.exists() for path in files)
    (mail,) = settings.instance_path.glob("mail/*.eml")
    assert "Ask [removed]." in mail.read_text()
    with app.app_context():
        assert db.session.query(Update).one().difference == "[removed] feels safe."
        source = db.session.query(Inspection).one().source_text
        assert source == "Before " + "[removed]".ljust(len(NAME)) + " after."
        change = db.session.query(Change).order_by(Change.id.desc()).first()
        assert change
        assert change.what.startswith("Personal data removed from")
        assert change.details[-1]["after"] == REASON
    again = lead.post(PAGE, data={"do": "search", "words": NAME}).get_data(as_text=True)
    assert "These words stand nowhere in the plan" in again


@pytest.mark.usefixtures("named")
def test_only_the_chosen_places_change(app: Flask, signed_in: SignIn) -> None:
    lead = signed_in("lead")
    lead.post(PAGE, data={"do": "remove", "words": NAME, "reason": REASON, "place": ["action-1-description"]})
    with app.app_context():
        assert db.session.query(Action).one().description == "As agreed for [removed]."
        assert NAME.upper() in db.session.query(Update).one().done


@pytest.mark.usefixtures("named")
@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({"reason": ""}, "Say why it is removed"),
        ({"reason": f"{NAME} was named"}, "must not repeat the words"),
        ({"place": []}, "Choose at least one place"),
        ({"place": ["person-1-name"]}, "Choose at least one place"),
        ({"words": "a"}, "3 letters at least"),
        ({"words": " "}, "Enter the words to remove"),
    ],
)
def test_what_is_missing_is_told_and_nothing_changes(
    app: Flask, signed_in: SignIn, changes: dict[str, Any], told: str
) -> None:
    before = everything(app)
    form = {"do": "remove", "words": NAME, "reason": REASON, "place": ["action-1-description"]}
    page = signed_in("lead").post(PAGE, data=form | changes).get_data(as_text=True)
    assert told in page
    assert "<title>Error: " in page
    assert everything(app) == before


def test_a_file_stays_while_another_row_needs_its_bytes(app: Flask, world: World, signed_in: SignIn) -> None:
    with app.app_context():
        furnish(world)
        plan = db.session.get_one(Plan, world.plan)
        twin = keep_bytes(plan, "same.txt", b"Ten cases were read.", "text/plain", by=None, now=NOW)
        path, twin_id = path_of(twin), twin.id
        db.session.commit()
    lead = signed_in("lead")
    lead.post(f"/plans/{SLUG}/evidence/2/file/remove", data={"reason": REASON})
    assert path.exists()
    assert lead.get(f"/plans/{SLUG}/evidence/2/file").status_code == 404
    assert "[removed] on" in lead.get(f"/plans/{SLUG}/evidence/2").get_data(as_text=True)
    form = {"do": "remove", "words": "ten cases", "reason": REASON, "place": [f"stored_file-{twin_id}-name"]}
    lead.post(PAGE, data=form)
    assert not path.exists()


WORD = "Quillfeather"
# Tables and columns that are not searched, and why.
NOT_THE_PLANS = {
    "job": "the worker's, and holds numbers only",
    "person": "an account is removed in its own way",
    "one_time_link": "of an account",
    "wrong_tries": "of an account",
    "link_asking": "a network address, for an hour",
}
NOT_SEARCHED = {
    "plan.slug": "the address of the plan",
    "commentary.section": "a key of the report's outline",
    "outline_section.key": "the same",
    "outline_section.chosen": "numbers",
    "step_words.step": "a step of a ladder",
    "step_words.letter": "one letter",
    "step_words.colour": "a name of the palette",
    "handover.labels": "numbers of actions",
    "stored_file.sha256": "worked out from bytes",
    "stored_file.name": "a file goes whole: tested above",
    "stored_file.content_type": "found from bytes",
    "issued_form.sha256": "worked out from bytes",
    "inspection.kind": "the name of a framework",
    "inspection.inspected_from": "a date",
    "inspection.inspected_to": "a date",
    "inspection.published": "a date",
    "inspection.page_starts": "numbers",
    "measure.code": "letters and figures by which text cites it",
    "action_update.form_key": "a random key",
    "outgoing_mail.message_id": "a random key",
    "round_ask.link_key": "a random key",
}


def columns_with_words() -> list[sa.Column[Any]]:
    """Return every column of the plan's tables that can hold words, as the models say."""
    return [
        column
        for table in Base.metadata.sorted_tables
        if table.name not in NOT_THE_PLANS
        for column in table.columns
        if isinstance(column.type, (sa.String, sa.JSON))
        and not isinstance(column.type, sa.Enum)
        and str(column) not in NOT_SEARCHED
    ]


def planted(column: sa.Column[Any], number: int) -> Any:
    """Return a value of the column's kind that holds the word; `number` keeps rows apart."""
    shapes: dict[str, Any] = {
        "plan_import.decisions": {"people": {WORD.lower(): "post"}, "statuses": {WORD: "none"}},
        "plan_import.tables": {"tables": [{"rows": [[WORD]], "name": WORD}]},
        "intake_draft.reading": {"source_text": WORD, "findings": [{"text": WORD}]},
        "intake_draft.decisions": {"items": [{"text": WORD}]},
        "update_draft.fields": {"done": [WORD]},
        "change.details": [{"field": "Title", "before": WORD, "after": ""}],
        "saved_view.query": f"q={WORD}+late&flag=overdue",
    }
    if str(column) in shapes:
        return shapes[str(column)]
    return [WORD] if isinstance(column.type, sa.JSON) else f"{WORD} {number}"


def test_no_column_of_the_plan_is_out_of_reach(app: Flask, world: World, signed_in: SignIn) -> None:
    with app.app_context():
        furnish(world)
        person = world.people["lead"]
        add(Commentary(plan_id=1, section="overview", text="As is.", by_id=person, at=NOW))
        add(Judgement(inspection_id=1, position=1, area="Overall", grade="Good"))
        add(Finding(inspection_id=1, position=1, text="Visits are late."))
        add(StepWords(plan_id=1, step="on_track", word="Going", meaning="As planned", colour="green"))
        add(EvidenceCheck(evidence_id=1, verdict=Verdict.CHALLENGED, by_id=person, at=NOW))
        add(Service(plan_id=1, name="Front door", position=9))
        for term in ("IHA", "CIN"):
            add(GlossaryEntry(plan_id=1, term=term, meaning="A short form"))
        add(Change(plan_id=1, at=NOW, what="Plan changed"))
        send_later("a@harlmere.example", "1.1", "Words.", plan=db.session.get_one(Plan, 1), now=NOW)
        add(Comment(action_id=1, by_id=person, at=NOW, text="As is."))
        add(Asking(action_id=1, by_id=person, at=NOW, words="Why?"))
        add(Handover(plan_id=1, from_name="Owner", to_owner_id=1, note="As is.", by_id=person, at=NOW))
        add(UpdateDraft(person_id=person, action_id=1, saved_at=NOW))
        for column in columns_with_words():
            table = column.table
            rows = db.session.execute(sa.select(*table.primary_key)).all()
            if table.name == "plan":
                rows = rows[:1]  # the other plan keeps its words
            assert rows, f"plant a row of {table.name}"
            for number, row in enumerate(rows):
                key = [part == value for part, value in zip(table.primary_key, row, strict=True)]
                values = {column.name: planted(column, number)}
                db.session.execute(sa.update(table).where(*key).values(values))
        db.session.execute(sa.update(Plan).where(Plan.id == 1).values(step_words_version=1))
        db.session.commit()
    lead = signed_in("lead")
    page = lead.post(PAGE, data={"do": "search", "words": WORD}).get_data(as_text=True)
    form = {"do": "remove", "words": WORD, "reason": REASON, "place": keys(page)}
    assert lead.post(PAGE, data=form).location == PAGE
    left = []
    with app.app_context():
        for column in columns_with_words():
            kept = sa.select(column)
            if column.table.name == "plan":
                kept = kept.where(column.table.c.id == 1)
            found = db.session.scalars(kept).all()
            if WORD.casefold() in json.dumps(found, default=str).casefold():
                left.append(str(column))
        assert db.session.query(SavedView).one().query == "flag=overdue"
    assert left == []


def test_two_saved_lists_of_the_same_name_but_for_the_words_stay_apart(
    app: Flask, world: World, signed_in: SignIn
) -> None:
    with app.app_context():
        person = world.people["lead"]
        for name in (WORD, WORD.upper()):
            add(SavedView(plan_id=1, person_id=person, name=name, query="", created_at=NOW))
        db.session.commit()
    form = {
        "do": "remove",
        "words": WORD,
        "reason": REASON,
        "place": ["saved_view-1-name", "saved_view-2-name"],
    }
    assert signed_in("lead").post(PAGE, data=form).location == PAGE
    with app.app_context():
        assert [view.name for view in db.session.query(SavedView).order_by(SavedView.id)] == [
            "[removed]",
            "[removed] 2",
        ]


@given(st.text(), st.text(alphabet="abcdé- ", min_size=1))
def test_nothing_of_the_words_is_left_and_marked_passages_stay_where_they_are(text: str, words: str) -> None:
    if not words.split():
        return
    pattern = pattern_of(words)
    whole = f"{text} {words} end"
    assert not pattern.search(without(whole, pattern).replace("[removed]", "|"))
    assert len(without_moving(whole, pattern)) == len(whole)
    assert excerpt(whole, pattern)


def test_parts_of_longer_words_stay() -> None:
    assert without("Ann planned the annual visit", pattern_of("ann")) == "[removed] planned the annual visit"


def test_what_was_signed_is_shown_and_kept_as_texts_not_as_stored(
    app: Flask, world: World, signed_in: SignIn
) -> None:
    with app.app_context():
        furnish(world)
        stored = json.dumps({"title": "First", "words": f"She said:\n“{WORD}” twice", "year": 2026})
        db.session.execute(sa.update(ReportDraft).values(signed_members=stored))
        db.session.commit()
    lead = signed_in("lead")
    page = lead.post(PAGE, data={"do": "search", "words": WORD}).get_data(as_text=True)
    assert f"She said: “{WORD}” twice" in page
    assert "&#34;words&#34;" not in page
    lead.post(PAGE, data={"do": "remove", "words": WORD, "reason": REASON, "place": keys(page)})
    with app.app_context():
        kept = db.session.scalars(sa.select(ReportDraft.signed_members)).first()
        assert kept == '{"title":"First","words":"She said:\\n“[removed]” twice","year":2026}'


def test_a_draft_that_is_just_being_made_is_not_kept_with_the_words(
    app: Flask, world: World, signed_in: SignIn
) -> None:
    with app.app_context():
        furnish(world)
        db.session.execute(
            sa.update(ReportDraft).values(state=ReportState.MAKING, issue_state=ReportState.MAKING)
        )
        db.session.execute(sa.update(Action).values(title=f"About {WORD}"))
        db.session.commit()
    lead = signed_in("lead")
    page = lead.post(PAGE, data={"do": "search", "words": WORD}).get_data(as_text=True)
    lead.post(PAGE, data={"do": "remove", "words": WORD, "reason": REASON, "place": keys(page)})
    with app.app_context():
        states = {(draft.state, draft.issue_state) for draft in db.session.query(ReportDraft)}
        assert states == {(ReportState.NONE, ReportState.FAILED)}
