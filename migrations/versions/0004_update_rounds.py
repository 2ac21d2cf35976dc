"""Update rounds: whom they ask, their links, and words of contacts without an account

Revision ID: 0004
Revises: 0003
"""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "unwanted_mail",
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "account",
                "question",
                "round",
                "reminder",
                "digest",
                "mention",
                "handover",
                name="mailkind",
                native_enum=False,
                length=40,
            ),
            nullable=False,
        ),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_unwanted_mail_person_id_person")),
        sa.PrimaryKeyConstraint("person_id", "kind", name=op.f("pk_unwanted_mail")),
    )
    op.create_table(
        "update_round",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("plan_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("opened_at", sa.DateTime(), nullable=False),
        sa.Column("opened_by_id", sa.Integer(), nullable=False),
        sa.Column("closes_on", sa.Date(), nullable=False),
        sa.Column("closed_at", sa.DateTime(), nullable=True),
        sa.Column("closed_by_id", sa.Integer(), nullable=True),
        sa.Column("as_at", sa.Date(), nullable=True),
        sa.Column("reminded_before_at", sa.DateTime(), nullable=True),
        sa.Column("reminded_after_at", sa.DateTime(), nullable=True),
        sa.ForeignKeyConstraint(
            ["closed_by_id"], ["person.id"], name=op.f("fk_update_round_closed_by_id_person")
        ),
        sa.ForeignKeyConstraint(
            ["opened_by_id"], ["person.id"], name=op.f("fk_update_round_opened_by_id_person")
        ),
        sa.ForeignKeyConstraint(["plan_id"], ["plan.id"], name=op.f("fk_update_round_plan_id_plan")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_update_round")),
        sa.UniqueConstraint("plan_id", "number", name=op.f("uq_update_round_plan_id_number")),
    )
    with op.batch_alter_table("update_round", schema=None) as batch_op:
        batch_op.create_index(
            "uq_update_round_one_open",
            ["plan_id"],
            unique=True,
            sqlite_where=sa.text("closed_at IS NULL"),
            postgresql_where=sa.text("closed_at IS NULL"),
        )

    op.create_table(
        "round_ask",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("round_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=True),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("body", sa.String(length=300), nullable=False),
        sa.Column("email", sa.String(length=254), nullable=False),
        sa.Column("asked_at", sa.DateTime(), nullable=False),
        sa.Column("link_key", sa.String(length=40), nullable=True),
        sa.Column("link_expires_at", sa.DateTime(), nullable=True),
        sa.Column("link_revoked_at", sa.DateTime(), nullable=True),
        sa.Column("link_revoked_by_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["link_revoked_by_id"], ["person.id"], name=op.f("fk_round_ask_link_revoked_by_id_person")
        ),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_round_ask_person_id_person")),
        sa.ForeignKeyConstraint(
            ["round_id"], ["update_round.id"], name=op.f("fk_round_ask_round_id_update_round")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_round_ask")),
        sa.UniqueConstraint("link_key", name=op.f("uq_round_ask_link_key")),
    )
    with op.batch_alter_table("round_ask", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_round_ask_person_id"), ["person_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_round_ask_round_id"), ["round_id"], unique=False)

    op.create_table(
        "link_use",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("ask_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.Column(
            "act",
            sa.Enum("opened", "confirmed", "updated", name="linkact", native_enum=False, length=40),
            nullable=False,
        ),
        sa.Column("action_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["action_id"], ["action.id"], name=op.f("fk_link_use_action_id_action")),
        sa.ForeignKeyConstraint(["ask_id"], ["round_ask.id"], name=op.f("fk_link_use_ask_id_round_ask")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_link_use")),
    )
    with op.batch_alter_table("link_use", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_link_use_ask_id"), ["ask_id"], unique=False)

    op.create_table(
        "round_entry",
        sa.Column("round_id", sa.Integer(), nullable=False),
        sa.Column("action_id", sa.Integer(), nullable=False),
        sa.Column("ask_id", sa.Integer(), nullable=True),
        sa.Column("owner_id", sa.Integer(), nullable=True),
        sa.Column(
            "delivery",
            sa.Enum(
                "not_started",
                "on_track",
                "at_risk",
                "off_track",
                "delivered",
                name="delivery",
                native_enum=False,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column(
            "impact",
            sa.Enum(
                "too_early",
                "some_evidence",
                "embedded",
                "sustained",
                name="impact",
                native_enum=False,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(["action_id"], ["action.id"], name=op.f("fk_round_entry_action_id_action")),
        sa.ForeignKeyConstraint(["ask_id"], ["round_ask.id"], name=op.f("fk_round_entry_ask_id_round_ask")),
        sa.ForeignKeyConstraint(["owner_id"], ["owner.id"], name=op.f("fk_round_entry_owner_id_owner")),
        sa.ForeignKeyConstraint(
            ["round_id"], ["update_round.id"], name=op.f("fk_round_entry_round_id_update_round")
        ),
        sa.PrimaryKeyConstraint("round_id", "action_id", name=op.f("pk_round_entry")),
    )
    with op.batch_alter_table("round_entry", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_round_entry_action_id"), ["action_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_round_entry_ask_id"), ["ask_id"], unique=False)

    with op.batch_alter_table("action_update", schema=None) as batch_op:
        batch_op.add_column(sa.Column("ask_id", sa.Integer(), nullable=True))
        batch_op.alter_column("by_id", existing_type=sa.INTEGER(), nullable=True)
        batch_op.create_index(batch_op.f("ix_action_update_ask_id"), ["ask_id"], unique=False)
        batch_op.create_foreign_key(
            batch_op.f("fk_action_update_ask_id_round_ask"), "round_ask", ["ask_id"], ["id"]
        )

    with op.batch_alter_table("change", schema=None) as batch_op:
        batch_op.add_column(sa.Column("ask_id", sa.Integer(), nullable=True))
        batch_op.create_foreign_key(batch_op.f("fk_change_ask_id_round_ask"), "round_ask", ["ask_id"], ["id"])

    with op.batch_alter_table("evidence", schema=None) as batch_op:
        batch_op.add_column(sa.Column("ask_id", sa.Integer(), nullable=True))
        batch_op.alter_column("added_by_id", existing_type=sa.INTEGER(), nullable=True)
        batch_op.create_foreign_key(
            batch_op.f("fk_evidence_ask_id_round_ask"), "round_ask", ["ask_id"], ["id"]
        )

    with op.batch_alter_table("outgoing_mail", schema=None) as batch_op:
        batch_op.add_column(
            sa.Column(
                "kind",
                sa.Enum(
                    "account",
                    "question",
                    "round",
                    "reminder",
                    "digest",
                    "mention",
                    "handover",
                    name="mailkind",
                    native_enum=False,
                    length=40,
                ),
                nullable=False,
                server_default="account",
            )
        )
        batch_op.add_column(sa.Column("round_id", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("ask_id", sa.Integer(), nullable=True))
        batch_op.create_index(batch_op.f("ix_outgoing_mail_ask_id"), ["ask_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_outgoing_mail_round_id"), ["round_id"], unique=False)
        batch_op.create_foreign_key(
            batch_op.f("fk_outgoing_mail_ask_id_round_ask"), "round_ask", ["ask_id"], ["id"]
        )
        batch_op.create_foreign_key(
            batch_op.f("fk_outgoing_mail_round_id_update_round"), "update_round", ["round_id"], ["id"]
        )

    with op.batch_alter_table("plan", schema=None) as batch_op:
        batch_op.add_column(sa.Column("round_days", sa.Integer(), nullable=False, server_default="14"))
        batch_op.add_column(sa.Column("remind_before_days", sa.Integer(), nullable=False, server_default="3"))
        batch_op.add_column(sa.Column("remind_after_days", sa.Integer(), nullable=False, server_default="1"))
        batch_op.add_column(sa.Column("link_grace_days", sa.Integer(), nullable=False, server_default="7"))
        batch_op.add_column(
            sa.Column("mails_hold_titles", sa.Boolean(), nullable=False, server_default=sa.true())
        )


def downgrade() -> None:
    with op.batch_alter_table("plan", schema=None) as batch_op:
        batch_op.drop_column("mails_hold_titles")
        batch_op.drop_column("link_grace_days")
        batch_op.drop_column("remind_after_days")
        batch_op.drop_column("remind_before_days")
        batch_op.drop_column("round_days")

    with op.batch_alter_table("outgoing_mail", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("fk_outgoing_mail_round_id_update_round"), type_="foreignkey")
        batch_op.drop_constraint(batch_op.f("fk_outgoing_mail_ask_id_round_ask"), type_="foreignkey")
        batch_op.drop_index(batch_op.f("ix_outgoing_mail_round_id"))
        batch_op.drop_index(batch_op.f("ix_outgoing_mail_ask_id"))
        batch_op.drop_column("ask_id")
        batch_op.drop_column("round_id")
        batch_op.drop_column("kind")

    # A word that no account gave becomes that of the lead who asked for it: before, each had a person.
    for table, column in (("evidence", "added_by_id"), ("action_update", "by_id")):
        op.execute(
            f"UPDATE {table} SET {column} = (SELECT r.opened_by_id FROM round_ask a JOIN update_round r "
            f"ON r.id = a.round_id WHERE a.id = {table}.ask_id) WHERE {column} IS NULL"
        )
    with op.batch_alter_table("evidence", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("fk_evidence_ask_id_round_ask"), type_="foreignkey")
        batch_op.alter_column("added_by_id", existing_type=sa.INTEGER(), nullable=False)
        batch_op.drop_column("ask_id")

    with op.batch_alter_table("change", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("fk_change_ask_id_round_ask"), type_="foreignkey")
        batch_op.drop_column("ask_id")

    with op.batch_alter_table("action_update", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("fk_action_update_ask_id_round_ask"), type_="foreignkey")
        batch_op.drop_index(batch_op.f("ix_action_update_ask_id"))
        batch_op.alter_column("by_id", existing_type=sa.INTEGER(), nullable=False)
        batch_op.drop_column("ask_id")

    with op.batch_alter_table("round_entry", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_round_entry_ask_id"))
        batch_op.drop_index(batch_op.f("ix_round_entry_action_id"))

    op.drop_table("round_entry")
    with op.batch_alter_table("link_use", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_link_use_ask_id"))

    op.drop_table("link_use")
    with op.batch_alter_table("round_ask", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_round_ask_round_id"))
        batch_op.drop_index(batch_op.f("ix_round_ask_person_id"))

    op.drop_table("round_ask")
    with op.batch_alter_table("update_round", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_update_round_one_open",
            sqlite_where=sa.text("closed_at IS NULL"),
            postgresql_where=sa.text("closed_at IS NULL"),
        )

    op.drop_table("update_round")
    op.drop_table("unwanted_mail")
