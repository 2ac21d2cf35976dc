"""Let a plan arrange its report, introduce its sections and explain its own words

Revision ID: 0006
Revises: 0005
"""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "outline_section",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("plan_id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(length=40), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("is_printed", sa.Boolean(), nullable=False),
        sa.Column("chosen", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(["plan_id"], ["plan.id"], name=op.f("fk_outline_section_plan_id_plan")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_outline_section")),
        sa.UniqueConstraint("plan_id", "key", name=op.f("uq_outline_section_plan_id_key")),
    )
    with op.batch_alter_table("outline_section") as batch_op:
        batch_op.create_index(batch_op.f("ix_outline_section_plan_id"), ["plan_id"], unique=False)
    op.create_table(
        "glossary_entry",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("plan_id", sa.Integer(), nullable=False),
        sa.Column("term", sa.String(length=60), nullable=False),
        sa.Column("meaning", sa.String(length=300), nullable=False),
        sa.ForeignKeyConstraint(["plan_id"], ["plan.id"], name=op.f("fk_glossary_entry_plan_id_plan")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_glossary_entry")),
        sa.UniqueConstraint("plan_id", "term", name=op.f("uq_glossary_entry_plan_id_term")),
    )
    with op.batch_alter_table("glossary_entry") as batch_op:
        batch_op.create_index(batch_op.f("ix_glossary_entry_plan_id"), ["plan_id"], unique=False)
    with op.batch_alter_table("commentary") as batch_op:
        batch_op.add_column(sa.Column("introduction", sa.Text(), nullable=False, server_default=""))


def downgrade() -> None:
    with op.batch_alter_table("commentary") as batch_op:
        batch_op.drop_column("introduction")
    op.drop_table("glossary_entry")
    op.drop_table("outline_section")
