"""the plan a mail speaks of, so that personal data can be removed from it"""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("outgoing_mail", schema=None) as batch_op:
        batch_op.add_column(sa.Column("plan_id", sa.Integer(), nullable=True))
        batch_op.create_index(batch_op.f("ix_outgoing_mail_plan_id"), ["plan_id"], unique=False)
        batch_op.create_foreign_key(batch_op.f("fk_outgoing_mail_plan_id_plan"), "plan", ["plan_id"], ["id"])


def downgrade() -> None:
    with op.batch_alter_table("outgoing_mail", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("fk_outgoing_mail_plan_id_plan"), type_="foreignkey")
        batch_op.drop_index(batch_op.f("ix_outgoing_mail_plan_id"))
        batch_op.drop_column("plan_id")
