"""Settings that must not be used are refused at start, with a sentence."""

import stat
from pathlib import Path

import pytest

from tracker.config import UnsafeSettings, read_settings


@pytest.mark.parametrize(
    ("environment", "sentence"),
    [
        ({"SECRET_KEY": "short"}, "SECRET_KEY must have at least 32 characters"),
        ({"HOST": "0.0.0.0"}, "BASE_URL must begin with https://"),  # noqa: S104
        ({"BASE_URL": "http://plan.harlmere.example"}, "BASE_URL must begin with https://"),
        (
            {"HOST": "0.0.0.0", "BASE_URL": "https://plan.harlmere.example", "FLASK_DEBUG": "1"},  # noqa: S104
            "FLASK_DEBUG must be off",
        ),
        ({"COUNCIL_MAIN": "#ffcc00"}, "COUNCIL_MAIN is too light"),
        ({"COUNCIL_ACCENT": "red; }"}, "COUNCIL_ACCENT must be a colour like"),
        ({"PORT": "many"}, "PORT must be a whole number"),
        ({"COUNCIL_LOGO": "/no/such/logo.svg"}, "COUNCIL_LOGO names a file that is not there"),
        ({"MAIL_SECURITY": "perhaps"}, "MAIL_SECURITY must be starttls, tls or none"),
    ],
)
def test_unsafe_settings_stop_the_start(environment: dict[str, str], sentence: str, tmp_path: Path) -> None:
    with pytest.raises(UnsafeSettings, match=sentence.replace("(", r"\(")):
        read_settings({"INSTANCE_PATH": str(tmp_path), **environment})


def test_a_secret_is_made_once_and_kept_for_its_owner_alone(tmp_path: Path) -> None:
    first = read_settings({"INSTANCE_PATH": str(tmp_path)}).secret_key
    assert len(first) >= 32
    assert read_settings({"INSTANCE_PATH": str(tmp_path)}).secret_key == first
    assert stat.S_IMODE((tmp_path / "secret-key").stat().st_mode) == 0o600


@pytest.mark.parametrize("start", ["postgres", "postgresql"])
def test_an_address_as_hosts_give_it_gets_our_driver(start: str, tmp_path: Path) -> None:
    environment = {"INSTANCE_PATH": str(tmp_path), "DATABASE_URL": f"{start}://u:p@db/plans"}
    assert read_settings(environment).database_url == "postgresql+psycopg://u:p@db/plans"


def test_a_site_behind_https_starts(tmp_path: Path) -> None:
    settings = read_settings(
        {"INSTANCE_PATH": str(tmp_path), "HOST": "0.0.0.0", "BASE_URL": "https://plan.harlmere.example/"}  # noqa: S104
    )
    assert settings.base_url == "https://plan.harlmere.example"
