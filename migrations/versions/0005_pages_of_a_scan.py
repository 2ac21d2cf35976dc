"""the page of a scan that is being recognised"""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("intake_draft") as table:
        table.add_column(sa.Column("page_now", sa.Integer(), server_default="0", nullable=False))
        table.add_column(sa.Column("pages_in_all", sa.Integer(), server_default="0", nullable=False))


def downgrade() -> None:
    with op.batch_alter_table("intake_draft") as table:
        table.drop_column("pages_in_all")
        table.drop_column("page_now")
