"""Generated pages are what the program says today."""

from pathlib import Path

from sim.scenario.reference import page

ROOT = Path(__file__).parents[2]


def test_the_page_on_the_scenario_file_is_current() -> None:
    written = (ROOT / "docs/reference/scenario-file.md").read_text(encoding="utf-8")
    assert written == page(), "python -m sim.scenario.reference > docs/reference/scenario-file.md"


def test_every_key_has_a_meaning() -> None:
    rows = [line for line in page().splitlines() if line.startswith("| `")]
    bare = [row for row in rows if row.rstrip("| ").endswith("|") or row.split("|")[3].strip() in ("", "**Required.**")]
    assert rows
    assert not bare
