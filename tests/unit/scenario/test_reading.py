"""Strict reading: text stays text, every key knows its line, and nothing but a ScenarioError comes out."""

import re
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sim.scenario.faults import Fault, ScenarioError, nearest
from sim.scenario.load import load
from sim.scenario.reading import parse, parse_node
from sim.scenario.tree import Text, at, mark_of, plain

SMALL = (Path(__file__).parents[2] / "scenarios" / "small.yaml").read_text(encoding="utf-8")
PIECES = re.findall(r'[A-Za-z0-9_.+-]+|"[^"]*"|[^\sA-Za-z0-9]|\s+', SMALL)


@pytest.mark.parametrize("word", ["no", "yes", "on", "True", "010", "1e3", "0x1F", "1_000", ".inf", "2019-06-03", "<"])
def test_words_that_other_readers_change_stay_as_written(word: str) -> None:
    tree, faults = parse(f"a: {word}", file="x.yaml")
    assert plain(tree) == {"a": word}
    assert faults == ()


@pytest.mark.parametrize("nothing", ["", "~", "null", "Null", "NULL"])
def test_nothing_is_none_unless_it_is_quoted(nothing: str) -> None:
    assert plain(parse(f"a: {nothing}", file="x.yaml")[0]) == {"a": None}
    assert plain(parse(f"a: '{nothing}'", file="x.yaml")[0]) == {"a": nothing}


def test_every_key_and_value_knows_its_line() -> None:
    tree, _ = parse("a:\n  b: [1,\n    2]\n  c: {d: x,\n      e: y}\n", file="x.yaml")
    assert mark_of(tree, ("a", "b")).line == 2
    assert mark_of(tree, ("a", "b", "1")).line == 3
    assert mark_of(tree, ("a", "c", "e")).line == 5
    assert mark_of(tree, ("a", "c", "nowhere")).line == 4
    leaf = at(tree, ("a", "c", "e"))
    assert isinstance(leaf, Text)
    assert (leaf.value, leaf.mark.line) == ("y", 5)
    assert at(tree, ("a", "b", "2")) is None


def test_a_duplicate_key_is_told_and_the_first_value_kept() -> None:
    tree, [fault] = parse("a: 1\na: {b: 2}\nc: 3\n", file="x.yaml")
    assert plain(tree) == {"a": "1", "c": "3"}
    assert str(fault) == "x.yaml:2: a: duplicate key; it stands already on line 1; found 'a'"


def test_a_byte_order_mark_is_no_part_of_the_text(tmp_path: Path) -> None:
    path = tmp_path / "marked.yaml"
    path.write_bytes(b"\xef\xbb\xbf" + SMALL.encode())
    assert load(path).name == "A small crossing"


def test_windows_line_ends_are_line_ends(tmp_path: Path) -> None:
    path = tmp_path / "windows.yaml"
    path.write_bytes(SMALL.replace("\n", "\r\n").replace("kind: link", "kind: lnik").encode())
    with pytest.raises(ScenarioError) as refused:
        load(path)
    assert refused.value.faults[0].line == SMALL[: SMALL.index("  bridge:\n    kind")].count("\n") + 1


def test_a_fault_is_one_line_with_all_that_is_known() -> None:
    fault = Fault("a.yaml", 3, ("run", "seed"), "no number", "'x'", "a number", "1")
    assert str(fault) == "a.yaml:3: run.seed: no number; found 'x'; accepted: a number; did you mean '1'?"
    assert str(Fault("a.yaml", None, (), "empty")) == "a.yaml: empty"
    assert ScenarioError([fault, fault]).faults == (fault,)


def test_the_nearest_word_is_near_or_none() -> None:
    assert nearest("lnaes", ["lanes", "services"]) == "lanes"
    assert nearest("zebra", ["lanes", "services"]) is None


@given(st.text(alphabet="ab:-[]{}&*!|>'\"%@`#?, \n\t0é\x00", max_size=40))
@settings(max_examples=300, deadline=None, derandomize=True)
def test_any_text_is_read_or_refused_in_words(text: str) -> None:
    try:
        parse_node(text, file="x.yaml")
        said = "read"
    except ScenarioError as refused:
        said = str(refused)
    assert said


@given(
    changes=st.lists(
        st.tuples(
            st.integers(0, len(PIECES) - 1),
            st.sampled_from(
                ["", "null", "0", "-1", "[]", "{}", "truck+tracked", "unlimited", "northbound", ":", "}", "{"]
            ),
        ),
        min_size=1,
        max_size=3,
    )
)
@settings(max_examples=60, deadline=None, derandomize=True)
def test_any_change_of_a_good_file_loads_or_is_refused_in_words(
    changes: list[tuple[int, str]], tmp_path_factory: pytest.TempPathFactory
) -> None:
    pieces = list(PIECES)
    for place, word in changes:
        pieces[place] = word
    path = tmp_path_factory.getbasetemp() / "changed.yaml"
    path.write_text("".join(pieces), encoding="utf-8")
    try:
        named = {str(file) for file in load(path).files}
    except ScenarioError as refused:
        named = {fault.file for fault in refused.faults}
    assert named == {str(path)}
