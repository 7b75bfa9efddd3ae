"""Every word that files, tables and rules use has an entry in the glossary, and only one."""

import re
from collections import Counter
from pathlib import Path
from typing import get_args

import pytest
from pydantic import BaseModel

from sim.engines import ENGINES
from sim.plan.model import DIRECTIONS, FORMS
from sim.results.columns import MEASURES, STATISTICS
from sim.scenario import exact, places, schema, services
from sim.scenario.places import Approach, Link, Stage
from sim.trajectory import Ending

TEXT = (Path(__file__).parents[2] / "docs" / "reference" / "glossary.md").read_text(encoding="utf-8")
ROWS: list[tuple[str, str]] = re.findall(r"^\| (\*\*.+?) \| (.+) \|$", TEXT, re.MULTILINE)
TERMS = [term for words, _ in ROWS for term in re.findall(r"\*\*(.+?)\*\*", words)]
CODED = {name for words, _ in ROWS for name in re.findall(r"`(.+?)`", words)}


def choices(model: type[BaseModel], field: str) -> tuple[str, ...]:
    """What a field with a closed list may say."""
    return get_args(model.model_fields[field].annotation)


def ends() -> list[str]:
    # A run out of draws is drawn further and run again; no result shows it.
    return [*(ending.value for ending in Ending if ending is not Ending.OUT_OF_DRAWS), "overloaded"]


WORDS = {
    "kinds of places": [kind for model in (Approach, Stage, Link) for kind in choices(model, "kind")],
    "approach disciplines": choices(Approach, "discipline"),
    "queue disciplines": choices(Stage, "queue"),
    "lane choices": choices(Stage, "lane_choice"),
    "modes of a link": choices(Link, "mode"),
    "kinds of runs": choices(schema.Run, "kind"),
    "laws": get_args(services.LawName),
    "measures": [*MEASURES, *get_args(exact.Measure)],
    "statistics": [*STATISTICS, *get_args(exact.Statistic)],
    "statuses": ends(),
}


@pytest.mark.parametrize("what", WORDS)
def test_every_word_of_the_code_has_an_entry(what: str) -> None:
    assert WORDS[what]
    assert not [word for word in WORDS[what] if word not in CODED]


@pytest.mark.parametrize("word", [*DIRECTIONS, *FORMS, *ENGINES, *choices(schema.Observed, "status")])
def test_every_other_closed_list_is_explained(word: str) -> None:
    assert any(f"`{word}`" in meaning for _, meaning in ROWS)


def test_every_block_of_a_scenario_file_has_an_entry() -> None:
    listed = " ".join(words.lower() for words, _ in ROWS)
    models = [model for module in (schema, places, services) for model in vars(module).values()]
    blocks = {model for model in models if isinstance(model, type) and issubclass(model, services.Block)}
    spoken = [re.sub(r"(?<!^)(?=[A-Z])", " ", model.__name__).lower() for model in blocks - {services.Block}]
    assert len(spoken) > 20
    assert not [words for words in spoken if not re.search(rf"\b{words}\b", listed)]


def test_a_word_has_one_entry() -> None:
    repeated = [term for term, n in Counter(term.lower() for term in TERMS).items() if n > 1]
    assert not repeated


def test_rules_and_sources_named_exist() -> None:
    body, sources = TEXT.split("## Sources")
    assert {int(number) for number in re.findall(r"\bR(\d+)", body)} <= set(range(1, 24))
    listed = set(re.findall(r"^\* \[(.+?)\]", sources, re.MULTILINE))
    cited = set(re.findall(r"\[([A-Z][A-Za-zá]+(?: \d{4})?)[],:]", body))
    assert cited == listed
