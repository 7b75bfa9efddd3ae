"""Writes the page on the rules of an instant and draws its pictures: ``python -m tests.rules``."""

import tempfile
from pathlib import Path

from sim.plots import saving
from tests.rules.every import CASES
from tests.rules.page import PAGE, PICTURES, page
from tests.rules.picture import figure


def main() -> None:
    PAGE.write_text(page(), encoding="utf-8")
    PICTURES.mkdir(parents=True, exist_ok=True)
    for old in PICTURES.iterdir():
        old.unlink()
    with tempfile.TemporaryDirectory(dir=PICTURES.parent) as folder:
        for case in CASES:
            _, svg = saving.save(figure(case), Path(folder) / Path(case.file).stem)
            svg.rename(PICTURES / case.file)


if __name__ == "__main__":
    main()
