"""The page on the rules of an instant, written from the rules themselves and their examples."""

import re
import textwrap
from collections.abc import Iterator, Mapping
from itertools import groupby
from pathlib import Path

from sim.engines import order
from tests.rules.case import TOLD, Case, Panel
from tests.rules.every import CASES, TITLES

ROOT = Path(__file__).parents[2]
PAGE = ROOT / "docs" / "background" / "rules-of-an-instant.md"
PICTURES = ROOT / "docs" / "pictures" / "rules"

INTRODUCTION = """\
# The rules of an instant

<!-- Written by `python -m tests.rules`; change sim/engines/order.py or tests/rules/ instead. -->

Two things may fall on one instant: a booth closes as a service ends, a vehicle arrives as another leaves. In a model
that counts time in whole microseconds and opens its booths at 08:00 sharp this is no rare accident, and who goes
first decides who waits. The rules below fix it, each with its reason. They are the contract between the engines and
stand word for word in `sim/engines/order.py`.

Each rule is drawn on a case of two to five vehicles in whole minutes. The pictures are made from what the engine did,
and a test runs every case again and compares it with the instants worked out on paper, which stand under each
picture.

How to read them: a row is a vehicle, a bar what it does from one minute to another. `for control` means that it waits
for the control, or, where the bar is hatched, that it is served and blocked until there is room there. Rows below
show the booths, with their vehicles, and how many of them ought to be open (the *target*). On the bridge a drawing in
time and space takes the place of the rows: a level line waits, a sloping line crosses, northbound upward and
southbound downward.
"""

_RULE = re.compile(r"R(\d+) +(.*)")
_WIDTH = 120


def rules() -> dict[str, dict[int, str]]:
    """Chapters of the rules, each with the text of its rules by number, in Markdown."""
    chapters: dict[str, dict[int, str]] = {}
    number = 0
    for line in (order.__doc__ or "").splitlines():
        rule = _RULE.match(line)
        if line.startswith("**"):
            chapters[line.strip("*")] = {}
        elif rule and chapters:
            number = int(rule[1])
            chapters[[*chapters][-1]][number] = rule[2]
        elif line.strip() and number:
            chapters[[*chapters][-1]][number] += " " + line.strip()
    return {chapter: {number: _markdown(text) for number, text in of.items()} for chapter, of in chapters.items()}


def page() -> str:
    """The whole page."""
    return "\n".join([INTRODUCTION, *_chapters()])


def _chapters() -> Iterator[str]:
    examples = {rule: list(cases) for rule, cases in groupby(CASES, key=lambda case: case.rule)}
    for chapter, of in rules().items():
        yield f"## {chapter}\n"
        for number, text in of.items():
            yield f"### R{number} {TITLES[number]}\n"
            yield textwrap.fill(text, _WIDTH, break_long_words=False, break_on_hyphens=False) + "\n"
            for case in examples[number]:
                yield from _example(case)


def _example(case: Case) -> Iterator[str]:
    story = f"**{case.title}.** {case.story}"
    yield textwrap.fill(story, _WIDTH, break_long_words=False, break_on_hyphens=False) + "\n"
    yield f"![{case.title}]({Path('..') / PICTURES.relative_to(ROOT / 'docs') / case.file})\n"
    on_paper = "; ".join(_on_paper(panel) for panel in case.panels)
    yield textwrap.fill(f"*On paper:* {on_paper}.", _WIDTH, break_long_words=False, break_on_hyphens=False) + "\n"


def _on_paper(panel: Panel) -> str:
    """The instants of a panel in words."""
    visits = "; ".join(
        f"{panel.name(visit[0] - 1)} at {visit[1]}{' again' if len(visit) > 2 else ''}: " + _instants(instants)
        for visit, instants in panel.expect.items()
    )
    return f"{panel.title}: {visits}" if panel.title else visits


def _instants(instants: Mapping[str, float | None]) -> str:
    return ", ".join(
        f"not {name}" if instants[name] is None else f"{name} {instants[name]:g}" for name in TOLD if name in instants
    )


def _markdown(text: str) -> str:
    return re.sub(r":class:`(\w+)`", r"`\1`", text.replace("``", "`"))
