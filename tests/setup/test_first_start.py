"""What a start does with the data, and what it tells."""

from collections.abc import Mapping
from pathlib import Path

import pytest

from setup import first_start
from setup.first_start import DEFAULT_ADMINISTRATOR, prepare, said_by
from setup.problem import SetupProblem


@pytest.fixture
def commands(monkeypatch: pytest.MonkeyPatch) -> list[list[str]]:
    """The commands that were run against an empty database; each is answered with its own words."""
    run: list[list[str]] = []

    def answer(command: list[str], environment: Mapping[str, str], doing: str) -> str:
        run.append(command)
        return "people: 0" if command[0] == "python" else f"said by {' '.join(command[:3])}"

    monkeypatch.setattr(first_start, "said_by", answer)
    return run


def test_first_start_loads_the_sample_and_tells_its_sign_ins(commands: list[list[str]]) -> None:
    assert prepare({}) == "said by flask sample load"


@pytest.mark.parametrize(
    ("given", "email"), [("", DEFAULT_ADMINISTRATOR), (" ann@example.org", "ann@example.org")]
)
def test_start_without_the_sample_tells_the_first_administrators_link(
    commands: list[list[str]], given: str, email: str
) -> None:
    told = prepare({"SAMPLE": "no", "ADMINISTRATOR": given})
    assert f"({email}) sets a password at\nsaid by flask people invite" in told
    assert commands[1:] == [["flask", "people", "invite", email, "--administrator"]]


@pytest.mark.parametrize("has_sample", [True, False])
def test_later_start_changes_nothing_and_only_names_the_file(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, has_sample: bool
) -> None:
    monkeypatch.setattr(first_start, "upgrade_database", lambda _: True)
    monkeypatch.setattr(first_start, "said_by", lambda *_: pytest.fail("ran a command"))
    file = tmp_path / "sample-sign-ins.txt"
    if has_sample:
        file.write_text("somebody: secret")
    told = prepare({"INSTANCE_PATH": str(tmp_path)})
    assert told == (f"The sign-ins of the sample council are in {file}" if has_sample else "")


def test_command_that_fails_is_shown_with_its_own_words() -> None:
    with pytest.raises(SetupProblem, match=r"Trying it did not work:\nno such day"):
        said_by(["python", "-c", "raise SystemExit('no such day')"], {}, "Trying it")
