"""Settings, read from the environment once at start. The README lists them; a test keeps that list true."""

import os
import re
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from tracker.contrast import contrast

PROJECT = Path(__file__).resolve().parent.parent
MEGABYTE = 1024 * 1024
LOOPBACK = ("127.0.0.1", "localhost", "::1")


class UnsafeSettings(Exception):
    """The application does not start with these settings; the message says which and why."""


@dataclass(frozen=True)
class Settings:
    """All settings. Sizes in bytes, times in seconds."""

    instance_path: Path
    database_url: str
    secret_key: str
    host: str
    port: int
    base_url: str  # what links in mails begin with, without a slash at the end
    council_name: str
    council_main: str  # a colour as #rrggbb, at least 7:1 on white
    council_accent: str
    council_logo: Path | None  # an SVG or PNG file
    proxies: int  # how many of ours stand before the site and say whom they pass on
    mail_server: str  # host:port; empty: mails are written to files under the instance folder
    mail_user: str
    mail_password: str
    mail_security: str  # starttls, tls or none
    mail_from: str
    max_file_bytes: int
    max_text_characters: int
    max_request_bytes: int
    max_attached_bytes: int  # of the evidence files that go with one edition of a report

    @property
    def is_public(self) -> bool:
        """Return whether anybody else than this machine can reach the site."""
        return self.host not in LOOPBACK or urlsplit(self.base_url).hostname not in LOOPBACK


def read_settings(environment: Mapping[str, str] = os.environ) -> Settings:
    """Return the settings. Raises UnsafeSettings with a sentence for values that must not be used."""
    instance_path = Path(environment.get("INSTANCE_PATH") or PROJECT / "instance").resolve()
    instance_path.mkdir(parents=True, exist_ok=True)
    host = environment.get("HOST") or "127.0.0.1"
    port = _whole_number(environment, "PORT", 5000)
    logo = environment.get("COUNCIL_LOGO")
    settings = Settings(
        instance_path=instance_path,
        database_url=_database_url(environment.get("DATABASE_URL"), instance_path),
        secret_key=environment.get("SECRET_KEY") or _kept_secret(instance_path / "secret-key"),
        host=host,
        port=port,
        base_url=(environment.get("BASE_URL") or f"http://{host}:{port}").rstrip("/"),
        council_name=environment.get("COUNCIL_NAME") or "Harlmere County Council",
        council_main=environment.get("COUNCIL_MAIN") or "#17404a",
        council_accent=environment.get("COUNCIL_ACCENT") or "#e0a526",
        council_logo=Path(logo).resolve() if logo else None,
        proxies=_whole_number(environment, "PROXIES", 0),
        mail_server=environment.get("MAIL_SERVER", ""),
        mail_user=environment.get("MAIL_USER", ""),
        mail_password=environment.get("MAIL_PASSWORD", ""),
        mail_security=environment.get("MAIL_SECURITY") or "starttls",
        mail_from=environment.get("MAIL_FROM") or "improvement-plan@localhost",
        max_file_bytes=_whole_number(environment, "MAX_FILE_MB", 50) * MEGABYTE,
        max_text_characters=_whole_number(environment, "MAX_TEXT_CHARACTERS", 20_000),
        max_request_bytes=_whole_number(environment, "MAX_REQUEST_MB", 120) * MEGABYTE,
        max_attached_bytes=_whole_number(environment, "MAX_ATTACHED_MB", 200) * MEGABYTE,
    )
    _refuse_unsafe(settings, debug=environment.get("FLASK_DEBUG") not in (None, "", "0"))
    return settings


def _whole_number(environment: Mapping[str, str], name: str, default: int) -> int:
    text = environment.get(name) or str(default)
    if not text.isdigit():
        raise UnsafeSettings(f"{name} must be a whole number, but is “{text}”.")
    return int(text)


def _database_url(url: str | None, instance_path: Path) -> str:
    """Name the PostgreSQL driver we ship, so that the address a host gives can be used as it is."""
    if not url:
        return f"sqlite:///{instance_path / 'tracker.db'}"
    return re.sub(r"^postgres(ql)?://", "postgresql+psycopg://", url)


def _kept_secret(file: Path) -> str:
    """Return the secret kept in the file, made and readable by its owner alone where there is none yet."""
    try:
        descriptor = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return file.read_text().strip()
    secret = secrets.token_hex(32)
    with os.fdopen(descriptor, "w") as handle:
        handle.write(secret)
    return secret


def _refuse_unsafe(settings: Settings, *, debug: bool) -> None:
    if len(settings.secret_key) < 32:
        raise UnsafeSettings(
            "SECRET_KEY must have at least 32 characters: sign-ins could be forged with less."
        )
    if settings.is_public and debug:
        raise UnsafeSettings("FLASK_DEBUG must be off when other machines can reach the site.")
    if settings.is_public and not settings.base_url.startswith("https://"):
        raise UnsafeSettings(
            "BASE_URL must begin with https:// when other machines can reach the site, "
            "because passwords would cross the network in the open."
        )
    if settings.mail_security not in ("starttls", "tls", "none"):
        raise UnsafeSettings("MAIL_SECURITY must be starttls, tls or none.")
    for name, colour in (
        ("COUNCIL_MAIN", settings.council_main),
        ("COUNCIL_ACCENT", settings.council_accent),
    ):
        if not re.fullmatch(r"#[0-9a-fA-F]{6}", colour):
            raise UnsafeSettings(f"{name} must be a colour like #17404a, but is “{colour}”.")
    if contrast(settings.council_main, "#ffffff") < 7:
        raise UnsafeSettings("COUNCIL_MAIN is too light: white text on it must have a contrast of 7 to 1.")
    if settings.council_logo and not settings.council_logo.is_file():
        raise UnsafeSettings(f"COUNCIL_LOGO names a file that is not there: {settings.council_logo}.")
