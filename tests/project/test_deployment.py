"""Django's own checks of a deployment find nothing under production settings."""

import os
import subprocess
import sys
from pathlib import Path

CHECK = """
import django
django.setup()
from django.conf import settings
from django.core.management import call_command
assert settings.SECOND_FACTOR_REQUIRED and settings.SESSION_COOKIE_SECURE and not settings.DEBUG
call_command("check", deploy=True, fail_level="WARNING")
"""


def test_a_production_server_passes_every_check_of_a_deployment(tmp_path: Path) -> None:
    production = {
        "DJANGO_SETTINGS_MODULE": "throughline.project.settings",
        "THROUGHLINE_MODE": "production",
        "THROUGHLINE_HOME": str(tmp_path),
        "THROUGHLINE_SECRET_KEY": "kD8-fw20Wq_zL4mXnB71yUoPrTs6vGhJc5aEiQ3tRbNxMwZs9KdFgHj",
        "THROUGHLINE_HOSTS": "throughline.example.org",
    }
    done = subprocess.run(
        [sys.executable, "-W", "error::DeprecationWarning", "-c", CHECK],
        env={**os.environ, **production, "PYTHONPATH": "src"},
        cwd=Path(__file__).parent.parent.parent,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert "no issues" in done.stdout
    assert "WARNING" not in done.stderr
