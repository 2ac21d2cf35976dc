"""What is said after an invitation: that a mail goes out, or the link itself where no mail server is set."""

from flask import current_app, flash

from tracker.models import Person


def say_invited(person: Person, address: str | None) -> None:
    """Flash how the person gets their link. Without a mail server somebody must hand it over."""
    if address is None:
        return
    if current_app.config["SETTINGS"].mail_server:
        flash(f"An invitation goes to {person.email}. It works once, for 14 days")
    else:
        flash(
            f"No mail server is set. Hand this link to {person.name}, it works once, for 14 days: {address}"
        )
