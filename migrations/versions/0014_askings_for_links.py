"""Count how often one client asks for a link for a forgotten password

Revision ID: 0014
Revises: 0013
"""

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "link_asking",
        sa.Column("client", sa.String(64), nullable=False),
        sa.Column("count", sa.Integer(), nullable=False),
        sa.Column("since", sa.DateTime(), nullable=False),
        sa.PrimaryKeyConstraint("client", name=op.f("pk_link_asking")),
    )


def downgrade() -> None:
    op.drop_table("link_asking")
