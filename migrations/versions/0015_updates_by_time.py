"""Go through updates by their time, the newest first

Revision ID: 0015
Revises: 0014
"""

from alembic import op

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("action_update") as batch_op:
        batch_op.create_index("ix_action_update_by_time", ["at", "id"])


def downgrade() -> None:
    with op.batch_alter_table("action_update") as batch_op:
        batch_op.drop_index("ix_action_update_by_time")
