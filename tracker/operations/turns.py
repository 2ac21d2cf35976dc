"""Writers who look first and add afterwards go one after another, so that nothing is added twice.

SQLite's writers queue by themselves (see tracker.database); PostgreSQL's wait here for the row they share.
"""

import sqlalchemy as sa

from tracker.database import db
from tracker.models import Person, Plan


def take_turn(shared: Plan | Person) -> None:
    """Wait until nobody else has the turn of a plan or a person; it ends with the transaction.

    Who only adds something that names the plan, like an update, waits for nobody and keeps nobody waiting.
    """
    kind = Plan if isinstance(shared, Plan) else Person  # a type would be that of a proxy of it
    db.session.execute(sa.select(kind.id).where(kind.id == shared.id).with_for_update(key_share=True))
