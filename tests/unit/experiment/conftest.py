from pathlib import Path

import pytest

from tests.tiny import write_tiny


@pytest.fixture
def tiny(tmp_path: Path) -> Path:
    """A tiny scenario file."""
    return write_tiny(tmp_path / "scenarios")
