"""``samur compare``."""

import csv
import json
from pathlib import Path

import pytest

import sim
from sim.results.comparison import Comparison
from tests.commands.samur import samur
from tests.tiny import write_tiny

BOTH = ("--with", "second-booth,slow-bridge")
FAST = ("-n", "2", "-j", "1", "--no-capacity", "--no-figures", "--set", "run.length=2 h")
LAYER = """\
format: 1
name: Tracking
source: theory
tracking: {adoption: 0.5, effect: 0.5, applies_to: [truck], effects: {gate: {scale: 1 - effect}}}
"""
RULE = """\
format: 1
name: A long headway
source: theory
places: {bridge: {headway: 2 min}}
"""


@pytest.fixture
def tiny(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The tiny crossing; commands that write by default write beside it."""
    path = write_tiny(tmp_path / "tiny")
    for name, text in (("layer", LAYER), ("rule", RULE)):
        (path.parent / "interventions" / f"{name}.yaml").write_text(text, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    return path


def rows_of(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


def test_each_intervention_stands_beside_the_base(tiny: Path) -> None:
    code, out, err = samur("compare", tiny, *BOTH, *FAST)
    assert code == 0
    assert "3 scenarios compared" in out
    assert "truck: difference from tiny" in out
    assert "What the common random numbers saved" in out
    assert "Main effects" not in out
    assert "samur compare took" in err


def test_factorial_runs_every_combination(tiny: Path) -> None:
    _, out, _ = samur("compare", tiny, *BOTH, *FAST, "--factorial")
    assert "4 scenarios compared" in out
    assert "second-booth + slow-bridge" in out
    assert "Main effects and interactions on the crossing time" in out
    assert "interaction" in out


def test_every_table_of_estimates_says_what_its_intervals_cover(tiny: Path) -> None:
    _, out, _ = samur("compare", tiny, "--with", "second-booth", "-n", "5", "-j", "1", "--no-capacity", "--no-figures")
    words = " ".join(out.split())
    assert words.count("Intervals (95 %) cover chance only") >= 4
    assert "Preliminary" not in words


def test_capacity_and_what_limits_it_are_found(tiny: Path) -> None:
    code, out, _ = samur("compare", tiny, "--with", "second-booth", "-n", "2", "-j", "1", "--no-figures")
    assert code == 0
    rows = rows_of(tiny.parents[1] / "results" / "out" / "tiny" / "tables" / "class-truck.csv")
    north = {row["scenario"]: row for row in rows if row["direction"] == "northbound"}
    assert north["tiny"]["limited by"] == "gate"
    assert float(north["second-booth"]["capacity"].split()[0]) > 1.3 * float(north["tiny"]["capacity"].split()[0])
    assert "limited by" in out


def test_json_is_one_document_and_writes_nothing(tiny: Path) -> None:
    code, out, _ = samur("compare", tiny, *BOTH, *FAST, "--factorial", "--json")
    document = json.loads(out)
    assert code == 0
    assert (document["format"], document["reference"]) == (1, "tiny")
    assert list(document["scenarios"]) == ["tiny", "second-booth", "slow-bridge", "second-booth+slow-bridge"]
    assert {row["scenario"] for row in document["differences"]} == set(document["scenarios"]) - {"tiny"}
    assert [path.name for path in tiny.parents[1].iterdir()] == ["tiny"]


def test_the_folder_holds_results_tables_figures_and_diagrams(tiny: Path, tmp_path: Path) -> None:
    folder = tmp_path / "out"
    code, _, err = samur("compare", tiny, *BOTH, "-n", "2", "-j", "1", "--no-capacity", "-o", folder)
    assert code == 0
    assert f"figures and diagrams written to {folder}" in err
    names = {str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file()}
    assert {"summary.csv", "differences.csv", "tables/overview.csv", "scenarios/slow-bridge/scenario.yaml"} <= names
    assert {"diagrams/tiny.png", "diagrams/slow-bridge.svg", "figures/differences-mean.png"} <= names
    found = sim.read(folder)
    assert isinstance(found, Comparison)
    assert found.names == ("tiny", "second-booth", "slow-bridge")


def test_by_default_the_folder_is_named_after_the_file_and_never_replaced(tiny: Path) -> None:
    assert samur("compare", tiny, *BOTH, *FAST).code == 0
    assert (tiny.parents[1] / "results" / "out" / "tiny" / "provenance.json").exists()
    code, out, err = samur("compare", tiny, *BOTH, *FAST)
    assert (code, out) == (2, "")
    assert "--force" in err
    assert samur("compare", tiny, *BOTH, *FAST, "--force").code == 0


def test_rules_are_compared_with_the_base_under_the_same_rule(tiny: Path, tmp_path: Path) -> None:
    folder = tmp_path / "out"
    options = ("--rules", "rule", "--replaced-by", "slow-bridge", "--rule-replications", "1", "-o", folder)
    code, out, _ = samur("compare", tiny, *BOTH, *FAST, "--factorial", *options)
    assert code == 0
    assert "1 replication; both directions together." in out
    rows = {(row["class"], row["scenario"]): list(row.values()) for row in rows_of(folder / "tables" / "rules.csv")}
    own, other = rows["truck", "second-booth"][2], rows["truck", "second-booth"][4]
    assert own != other
    replaced = rows["truck", "slow-bridge"]
    assert replaced[2] == replaced[4]
    assert replaced[3] != replaced[5]


def test_what_stands_beside_is_compared_with_the_base_alone(tiny: Path) -> None:
    _, out, _ = samur("compare", tiny, "--with", "second-booth", "--beside", "slow-bridge", *FAST, "--factorial")
    assert "2 scenarios compared" in out
    assert "Beside them, 2 replications: truck: difference from tiny" in out


def test_at_zero_adoption_the_layer_is_shown_to_change_nothing(tiny: Path) -> None:
    _, out, _ = samur("compare", tiny, "--with", "layer,second-booth", "--set", "tracking.adoption=0", *FAST)
    assert "layer: every vehicle and every measure identical to tiny" in out.splitlines()
    assert "second-booth: every vehicle" not in out


def test_above_zero_adoption_nothing_is_called_identical(tiny: Path) -> None:
    _, out, _ = samur("compare", tiny, "--with", "layer", *FAST)
    assert "identical" not in out


def test_what_the_untracked_trucks_gain_has_a_line(tiny: Path) -> None:
    _, out, _ = samur("compare", tiny, "--with", "layer", *FAST)
    assert "layer: not tracked" in out


@pytest.mark.parametrize(
    "options",
    [
        (),
        ("--with", ","),
        ("--with", "second-booth,second-booth"),
        ("--with", "second-booth", "--factorial", "--beside", "second-booth"),
        ("--with", "second-booth", "--rules", "rule", "--replaced-by", "slow-bridge"),
        ("--with", "second-booth", "--rules", "nobody"),
        ("--with", "second-booth", "--rule-replications", "0"),
        ("--with", "second-booth", "--set", "tracking.adoption=0"),
    ],
)
def test_what_cannot_be_compared_is_refused_and_nothing_written(options: tuple[str, ...], tiny: Path) -> None:
    code, out, err = samur("compare", tiny, *options, *FAST)
    assert (code, out) == (2, "")
    assert "rror: " in err
    assert [path.name for path in tiny.parents[1].iterdir()] == ["tiny"]


SIX = ("-n", "6", "-j", "1", "--no-capacity", "--no-figures", "--set", "run.length=6 h")


def test_verdicts_are_printed_read_aloud_and_kept(tiny: Path, tmp_path: Path) -> None:
    code, out, _ = samur("compare", tiny, "--with", "slow-bridge", *SIX, "--margin", "1%", "-o", tmp_path / "made")
    assert code == 0
    assert "Verdicts on the crossing time, against tiny" in out
    assert "so that the chance of any wrong verdict is at most 5 %" in out
    assert "Equivalent: surely within 1 % of the base." in out
    rows = rows_of(tmp_path / "made" / "verdicts.csv")
    means = {(row["vehicle_class"], row["direction"]): row for row in rows if row["statistic"] == "mean"}
    assert all(row["verdict"] == "worse" for row in means.values())
    assert "slow-bridge: worse for" in out


def test_the_margin_of_the_file_counts_unless_another_is_given(tiny: Path) -> None:
    wide = ("--with", "slow-bridge", *SIX, "--set", "run.margin=2 d")
    _, out, _ = samur("compare", tiny, *wide)
    assert "slow-bridge: equivalent for" in out
    assert "surely within 2880 min" in out
    _, out, _ = samur("compare", tiny, *wide, "--margin", "1 s", "--force")
    assert "slow-bridge: worse for" in out


def test_the_margin_is_no_physics(tiny: Path) -> None:
    plain, judged = (sim.load(tiny, sets=sets).fingerprint for sets in ([], ["run.margin=5 %"]))
    assert plain == judged


@pytest.mark.parametrize(
    ("verdicts", "margin", "expected"),
    [("worse", "1%", 1), ("undecided", "1%", 4), ("worse,undecided", "1%", 1), ("worse", "2 d", 0)],
)
def test_a_verdict_fails_the_command_where_asked(tiny: Path, verdicts: str, margin: str, expected: int) -> None:
    code, _, _ = samur("compare", tiny, "--with", "slow-bridge", *SIX, "--margin", margin, "--fail-on", verdicts)
    assert code == expected


def test_what_is_undecided_fails_with_its_own_code(tiny: Path) -> None:
    code, out, _ = samur(
        "compare", tiny, "--with", "slow-bridge", *FAST, "--margin", "5%", "--fail-on", "undecided,worse"
    )
    assert "too few replications or vehicles for an interval" in " ".join(out.split())
    assert code == 4


@pytest.mark.parametrize(
    ("option", "told"),
    [
        (("--margin", "5 km"), "expected a margin"),
        (("--fail-on", "bad"), "'bad' is none of worse, undecided"),
        (("--set", "run.margin=five"), "expected a margin"),
    ],
)
def test_a_wrong_margin_or_verdict_is_refused(tiny: Path, option: tuple[str, str], told: str) -> None:
    code, out, err = samur("compare", tiny, "--with", "slow-bridge", *FAST, *option)
    assert code == 2
    assert told in " ".join(err.replace("│", " ").split())
    assert not out


def test_the_document_holds_the_verdicts(tiny: Path) -> None:
    _, out, _ = samur("compare", tiny, "--with", "slow-bridge", *SIX, "--margin", "1%", "--json")
    document = json.loads(out)
    assert document["margin"] == "1 % of the base"
    assert {row["verdict"] for row in document["verdicts"]} <= {"better", "worse", "equivalent", "undecided"}
    assert all(row["level"] > 0.95 for row in document["verdicts"])
