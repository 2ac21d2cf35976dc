"""Which mails somebody may do without. Those that ask for something stay."""

MAY_DO_WITHOUT: dict[str, tuple[str, str]] = {
    "digest": (
        "How a round goes",
        "To leads, when a round reminds and when it closes: who has answered, who has not, what changed",
    ),
    "report": (
        "A director signs a report or sends it back",
        "To leads. The draft’s page says so in any case",
    ),
    "mention": ("Somebody mentions me in a comment", "The comment stands on the action in any case"),
}
"""The kinds (values of tracker.models.MailKind) that can be switched off: what they are, and a hint."""

ALWAYS_SENT = (
    "A round that asks you for updates, and its reminders while you have not answered",
    "A lead’s question about one of your actions, and actions handed over to you",
    "A report that waits for your signature, where you are a director",
    "Invitations, and a password you have forgotten",
)
