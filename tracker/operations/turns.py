"""Writers who look first and add afterwards go one after another, so that nothing is added twice.

SQLite's writers queue by themselves (see tracker.database); PostgreSQL's wait here for the row they share.
"""

import sqlalchemy as sa

from tracker.database import db
from tracker.models import Person, Plan


def take_turn(shared: Plan | Person) -> None:
    """Wait until nobody else writes to what a plan or a person holds; the turn ends with the transaction."""
    kind = Plan if isinstance(shared, Plan) else Person  # a type would be that of a proxy of it
    db.session.execute(sa.select(kind.id).where(kind.id == shared.id).with_for_update())
