"""Where things stand in the project folder, for the set-up scripts."""

from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
"""The project folder."""

VENV = ROOT / ".venv"
"""The virtual environment that every Python library goes into."""

VENV_BIN = VENV / "bin"

PARTS = ROOT / ".parts"
"""Other people's files that only the tests need; never committed."""

GOVUK_FRONTEND = ROOT / "tracker" / "static" / "vendor" / "govuk-frontend"
"""GOV.UK Frontend's built files, as the application serves them; never committed."""

REPORT_FONTS = ROOT / "tracker" / "static" / "vendor" / "report-fonts"
"""The typefaces that print other scripts in reports; never committed."""
