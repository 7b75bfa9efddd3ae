"""The STRESS-DES checklist answers each of its twenty items once, in order."""

import re
from pathlib import Path

PAGE = Path(__file__).parents[2] / "docs" / "reference" / "stress-des.md"
ITEMS_OF_SECTION = {1: 3, 2: 5, 3: 4, 4: 3, 5: 4, 6: 1}
"""Monks and others (2019), table of STRESS-DES."""


def test_every_item_has_an_answer() -> None:
    answers = re.findall(r"^\*\*(\d\.\d) .+?\.\*\*(.*)$", PAGE.read_text(encoding="utf-8"), re.MULTILINE)
    assert [item for item, _ in answers] == [f"{s}.{i}" for s, n in ITEMS_OF_SECTION.items() for i in range(1, n + 1)]
    # The components of 2.5 follow as a list.
    assert all(answer.strip() for item, answer in answers if item != "2.5")
