"""My actions."""

from tracker.my_actions import blueprint
from tracker.permissions import Permission, requires


@blueprint.get("/my-actions")
@requires(Permission.SIGNED_IN)
def show_my_actions() -> str:
    """Show what is due."""
    return ""
