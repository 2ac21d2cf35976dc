"""The form for a comment."""

from tracker.forms import Form, long_text


class CommentForm(Form):
    """A remark on an action."""

    comment = long_text(
        "Your comment",
        hint="Write @ and a name to tell somebody, like @Asha Patel. Comments stand in no report",
        required="Write your comment",
        most=4000,
    )
