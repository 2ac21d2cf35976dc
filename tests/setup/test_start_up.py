"""What keeps a start quick."""

import subprocess
import sys

from setup.paths import ROOT


def test_web_process_starts_without_the_renderer_of_reports() -> None:
    code = "import app, sys; print('weasyprint' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "False"
