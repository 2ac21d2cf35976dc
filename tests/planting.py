"""Writing the same words into every column that holds what people write."""

from typing import Any

import sqlalchemy as sa

from tracker.database import Base, db

# Tables of accounts and of the worker, and columns whose texts mean something to the program.
NOT_THE_PLANS = {"job", "outgoing_mail", "one_time_link", "wrong_tries", "link_asking", "unwanted_mail"}
KEYS = {
    "plan.slug",
    "person.email",
    "person.password_hash",
    "commentary.section",
    "outline_section.key",
    "step_words.step",
    "step_words.letter",
    "step_words.colour",
    "stored_file.sha256",
    "stored_file.content_type",
    "issued_form.sha256",
    "inspection.kind",
    "inspection.inspected_from",
    "inspection.inspected_to",
    "inspection.published",
    "inspection.source_text",
    "measure.code",
    "action_update.form_key",
    "saved_view.query",
    "report_draft.signed_public",
    "report_draft.signed_members",
    "evidence.url",
}


def text_columns() -> list[sa.Column[Any]]:
    """Return every column of the models that holds what people write."""
    return [
        column
        for table in Base.metadata.sorted_tables
        if table.name not in NOT_THE_PLANS
        for column in table.columns
        if isinstance(column.type, sa.String)
        and not isinstance(column.type, sa.Enum)
        and not column.foreign_keys
        and str(column) not in KEYS
    ]


def plant(words: str, *, leaving_out: tuple[str, ...] = ()) -> None:
    """Write the words into every row of every such column; a number behind them keeps rows apart.

    `leaving_out` names tables.
    """
    for column in text_columns():
        table = column.table
        if table.name in leaving_out:
            continue
        for number, row in enumerate(db.session.execute(sa.select(*table.primary_key)).all()):
            key = [part == value for part, value in zip(table.primary_key, row, strict=True)]
            # What is short came from a box of one line.
            written = words if getattr(column.type, "length", None) is None else " ".join(words.split())
            db.session.execute(sa.update(table).where(*key).values({column.name: f"{written} {number}"}))
    db.session.execute(sa.text("UPDATE inspection SET inspectors = :names"), {"names": sa_json([words])})
    db.session.execute(
        sa.text("UPDATE change SET details = :details"),
        {"details": sa_json([{"field": words, "before": words, "after": words}])},
    )


def sa_json(value: object) -> str:
    """Return a value as the database keeps it."""
    import json

    return json.dumps(value)
