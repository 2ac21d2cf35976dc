"""Text for members and officers is planted wherever there is a text, and looked for in all of every form."""

import io
import zipfile
from collections.abc import Iterator
from typing import Any

import pikepdf
import pypdfium2
import pytest
import sqlalchemy as sa
from flask import Flask

from tests.plan.test_removing_personal_data import columns_with_words
from tests.site.furnished import furnish
from tests.world import NOW, TODAY, World, add, add_evidence, add_measure
from tracker.database import db
from tracker.models import (
    Action,
    Commentary,
    EvidenceForm,
    FormKind,
    GlossaryEntry,
    Judgement,
    Plan,
    Question,
    Service,
    StepWords,
)
from tracker.operations.files import keep_bytes
from tracker.report_screens.making import MADE_SLOWLY, evidence_form, quick_forms
from tracker.reports import facts
from tracker.reports.build import build_snapshot
from tracker.rules.ladders import Audience, Edition

MEMBERS, OFFICERS = "PLANTEDmembers", "PLANTEDofficers"
PASSAGES = f" :::members {MEMBERS} ::: :::officers {OFFICERS} :::"
Forms = dict[tuple[Edition, FormKind], bytes]


@pytest.fixture
def forms(app: Flask, world: World) -> Iterator[Forms]:
    """Every form of both editions of a plan that holds the words in every text."""
    with app.app_context():
        furnish(world)
        plant(world)
        db.session.commit()
        plan = db.session.get_one(Plan, world.plan)
        found: Forms = {}
        for edition in Edition:
            value = build_snapshot(
                plan, TODAY, edition, council=facts.Council("Harlmere"), meeting=facts.Meeting("The board")
            )
            for made in [*quick_forms(value), *(make(value) for make in MADE_SLOWLY.values())]:
                assert isinstance(made.data, bytes)
                found[edition, made.kind] = made.data
            attached = evidence_form(value, plan.id)
            assert attached is not None
            assert not isinstance(attached.data, bytes)
            with attached.data as stream:
                stream.seek(0)
                found[edition, FormKind.ZIP] = stream.read()
        yield found


def plant(world: World) -> None:
    """Put marked passages behind every text of the plan, and add evidence and questions for each audience."""
    person = world.people["owner"]
    plan, action = db.session.get_one(Plan, world.plan), db.session.query(Action).first()
    assert action is not None
    for section in ("overview", "priority-1", "priority-1-did", "glance", "asks"):
        add(Commentary(plan_id=plan.id, section=section, text="As is.", by_id=person, at=NOW))
    add(Judgement(inspection_id=1, position=9, area="Overall", grade="Good"))
    add(StepWords(plan_id=plan.id, step="on_track", word="Going", meaning="As planned", colour="green"))
    add(GlossaryEntry(plan_id=plan.id, term="IHA", meaning="A short form"))
    add(Service(plan_id=plan.id, name="Front door", position=9))
    add_measure(plan, 41, 43, code="WHOLE")
    for audience, word in (
        (Audience.PUBLIC, "All"),
        (Audience.MEMBERS, MEMBERS),
        (Audience.OFFICERS, OFFICERS),
    ):
        item = add_evidence(plan, action, person, audience=audience)
        item.form, item.url = EvidenceForm.FILE, ""
        item.title, item.shows, item.reference = word, word, word
        content = f"{word} stands in the file".encode()
        item.file_id = keep_bytes(plan, f"{word}.txt", content, "text/plain", by=None, now=NOW).id
        link = add_evidence(plan, action, person, audience=audience)
        link.title, link.url = word, f"https://{word}.example"
    question = db.session.query(Question).first()
    assert question is not None
    hidden = {"audience": Audience.MEMBERS, "text": MEMBERS, "reply": MEMBERS, "replied_by_id": person}
    copied = {column.name: getattr(question, column.name) for column in Question.__table__.columns}
    add(Question(**{**copied, "id": None, "replied_at": NOW, **hidden}))
    # A name of these is read by the software, not by people.
    read = {"section", "code", "slug", "content_type", "step", "colour", "key", "sha256", "query", "kind"}
    for column in columns_with_words():
        if isinstance(column.type, sa.JSON) or column.name in read or "email" in column.name:
            continue
        text = sa.func.coalesce(column, "") + PASSAGES
        db.session.execute(sa.update(column.table).values({column.name: text}))


def test_public_forms_hold_neither_and_members_forms_nothing_for_officers(forms: Forms) -> None:
    assert len(forms) == 2 * len(FormKind)
    for (edition, kind), data in forms.items():
        everything = "\n".join(everything_in(kind, data))
        assert OFFICERS not in everything, (edition, kind)
        if edition is Edition.PUBLIC:
            assert MEMBERS not in everything, kind
        elif kind is not FormKind.STYLES:
            # The search finds what is there.
            assert MEMBERS in everything, kind


def everything_in(kind: FormKind, data: bytes) -> Iterator[str]:
    """Return all that a form holds: what is read, and what only a program would find."""
    if kind is FormKind.PDF:
        yield from _all_of_pdf(data)
    elif kind in (FormKind.DOCX, FormKind.XLSX, FormKind.ZIP):
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            yield archive.comment.decode("latin-1")
            for one in archive.infolist():
                yield one.filename + one.comment.decode("latin-1") + one.extra.decode("latin-1")
                yield archive.read(one).decode("latin-1")
    else:
        yield data.decode()


def _all_of_pdf(data: bytes) -> Iterator[str]:
    reading = pypdfium2.PdfDocument(data)
    yield from (page.get_textpage().get_text_bounded() for page in reading)
    reading.close()
    yield data.decode("latin-1")
    with pikepdf.open(io.BytesIO(data)) as pdf:
        for thing in pdf.objects:
            yield from _strings(thing)


def _strings(thing: Any) -> Iterator[str]:
    """Return the strings of an object: information, bookmarks, alternatives, names of files, metadata."""
    if isinstance(thing, pikepdf.Stream):
        yield thing.read_bytes().decode("latin-1")
    if isinstance(thing, (pikepdf.Stream, pikepdf.Dictionary)):
        for key, value in thing.items():
            yield key
            if not getattr(value, "is_indirect", False):
                yield from _strings(value)
    elif isinstance(thing, pikepdf.Array):
        for value in thing:
            if not getattr(value, "is_indirect", False):
                yield from _strings(value)
    elif isinstance(thing, (pikepdf.String, pikepdf.Name, str)):
        yield str(thing)
