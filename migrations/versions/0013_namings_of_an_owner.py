"""Find what an owner leads without reading the namings themselves

Revision ID: 0013
Revises: 0012
"""

from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("naming") as batch_op:
        batch_op.drop_index("ix_naming_owner_id")
        batch_op.create_index("ix_naming_of_owner", ["owner_id", "part", "action_id"])


def downgrade() -> None:
    with op.batch_alter_table("naming") as batch_op:
        batch_op.drop_index("ix_naming_of_owner")
        batch_op.create_index("ix_naming_owner_id", ["owner_id"])
