"""an index of what dashboards count"""

from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("standing", schema=None) as batch_op:
        batch_op.create_index(
            "ix_standing_counted",
            [
                "plan_id",
                "declared_delivery",
                "record_delivery",
                "record_impact",
                "is_verified",
                "is_overdue",
                "is_flattering",
            ],
            unique=False,
        )


def downgrade() -> None:
    with op.batch_alter_table("standing", schema=None) as batch_op:
        batch_op.drop_index("ix_standing_counted")
