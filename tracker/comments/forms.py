"""The form for a comment."""

from typing import ClassVar

from tracker.forms import long_text
from tracker.guarded_forms import GuardedForm


class CommentForm(GuardedForm):
    """A remark on an action."""

    GUARDED: ClassVar[tuple[str, ...]] = ("comment",)

    comment = long_text(
        "Your comment",
        hint="Write @ and a name to tell somebody, like @Asha Patel. Comments stand in no report",
        required="Write your comment",
        most=4000,
    )
