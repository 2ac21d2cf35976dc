"""Keep a draft's Word document and workbook beside its PDF

Revision ID: 0009
Revises: 0008
"""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None

COLUMNS = ("docx_file_id", "xlsx_file_id")


def upgrade() -> None:
    with op.batch_alter_table("report_draft") as batch_op:
        for name in COLUMNS:
            batch_op.add_column(sa.Column(name, sa.Integer(), nullable=True))
            batch_op.create_foreign_key(
                batch_op.f(f"fk_report_draft_{name}_stored_file"), "stored_file", [name], ["id"]
            )


def downgrade() -> None:
    with op.batch_alter_table("report_draft") as batch_op:
        for name in COLUMNS:
            batch_op.drop_constraint(batch_op.f(f"fk_report_draft_{name}_stored_file"), type_="foreignkey")
            batch_op.drop_column(name)
