"""Forms about one's own account."""

from tracker.forms import Form, checkboxes, password, text
from tracker.operations.accounts import SHORTEST_PASSWORD
from tracker.rules.mails import MAY_DO_WITHOUT

_NEW_HINT = f"At least {SHORTEST_PASSWORD} characters. Three words that do not belong together do well"


class SignInForm(Form):
    """E-mail address and password."""

    email = text(
        "E-mail address",
        required="Enter your e-mail address",
        most=254,
        render_kw={"type": "email", "autocomplete": "username", "spellcheck": "false"},
    )
    password = password("Password", required="Enter your password")


class ForgottenForm(Form):
    """Whom to send a link to."""

    email = text(
        "E-mail address",
        required="Enter your e-mail address",
        most=254,
        render_kw={"type": "email", "autocomplete": "username", "spellcheck": "false"},
    )


class NewPasswordForm(Form):
    """A first password, or one that replaces a forgotten one."""

    name = text("Your name", required="Enter your name", render_kw={"autocomplete": "name"})
    password = password(
        "New password", hint=_NEW_HINT, render_kw={"params": {"autocomplete": "new-password"}}
    )


class ChangePasswordForm(Form):
    """The old password and the new one."""

    old = password("Your password now", required="Enter your password")
    new = password("New password", hint=_NEW_HINT, render_kw={"params": {"autocomplete": "new-password"}})


class AccountForm(Form):
    """What others see of a person."""

    name = text("Your name", required="Enter your name", render_kw={"autocomplete": "name"})
    job_title = text(
        "Your job title",
        hint="For example “head of service, first response”",
        render_kw={"autocomplete": "organization-title"},
    )


class MailsForm(Form):
    """Which mails a person wants, of those that may be refused."""

    wanted = checkboxes(
        "Mails I want", [(kind, f"{what}. {when}") for kind, (what, when) in MAY_DO_WITHOUT.items()]
    )
