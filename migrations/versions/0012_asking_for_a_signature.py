"""Keep who asked for the signature of a draft, and who sent it back and why

Revision ID: 0012
Revises: 0011
"""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("report_draft") as batch_op:
        batch_op.add_column(sa.Column("asked_at", sa.DateTime(), nullable=True))
        batch_op.add_column(sa.Column("asked_by_id", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("sent_back_at", sa.DateTime(), nullable=True))
        batch_op.add_column(sa.Column("sent_back_by_id", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("sent_back_reason", sa.Text(), nullable=False, server_default=""))
        for column in ("asked_by_id", "sent_back_by_id"):
            batch_op.create_foreign_key(
                op.f(f"fk_report_draft_{column}_person"), "person", [column], ["id"]
            )


def downgrade() -> None:
    with op.batch_alter_table("report_draft") as batch_op:
        for column in ("asked_by_id", "sent_back_by_id"):
            batch_op.drop_constraint(op.f(f"fk_report_draft_{column}_person"), type_="foreignkey")
        for column in ("sent_back_reason", "sent_back_by_id", "sent_back_at", "asked_by_id", "asked_at"):
            batch_op.drop_column(column)
