"""Say which recommendation a recommendation sheet is about

Revision ID: 0002
Revises: 0001
"""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    for table in ("report_draft", "issued_report"):
        with op.batch_alter_table(table) as batch_op:
            batch_op.add_column(sa.Column("recommendation_number", sa.Integer(), nullable=True))


def downgrade() -> None:
    for table in ("report_draft", "issued_report"):
        with op.batch_alter_table(table) as batch_op:
            batch_op.drop_column("recommendation_number")
