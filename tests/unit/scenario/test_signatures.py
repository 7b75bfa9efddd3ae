"""Every number has somebody who answers for it, in the file that states it."""

from pathlib import Path

import pytest

from sim.scenario.load import load
from sim.scenario.signatures import shortened, signature_table, unsigned

SMALL = (Path(__file__).parents[2] / "scenarios" / "small.yaml").read_text(encoding="utf-8")
BARE = SMALL.replace("source: theory\n", "")
EVIDENCE = (
    "id,quantity,value,low,high,unit,source_title,source_url\nOBS1,cars per day,400,,,vehicles/day,A paper,http://x\n"
)


def written(folder: Path, text: str, **interventions: str) -> Path:
    (folder / "interventions").mkdir(exist_ok=True)
    (folder / "evidence").mkdir(exist_ok=True)
    (folder / "evidence" / "observations.csv").write_text(EVIDENCE, encoding="utf-8")
    (folder / "base.yaml").write_text(text, encoding="utf-8")
    for name, body in interventions.items():
        (folder / "interventions" / f"{name}.yaml").write_text(f"format: 1\n{body}\n", encoding="utf-8")
    return folder / "base.yaml"


def paths(path: Path, *with_: str, sets: tuple[str, ...] = ()) -> list[str]:
    return [".".join(fault.path) for fault in unsigned(load(path, with_=with_, sets=sets))]


def test_a_source_at_the_root_signs_the_whole_file(tmp_path: Path) -> None:
    assert paths(written(tmp_path, SMALL)) == []


def test_every_number_without_a_signature_is_named_with_its_line(tmp_path: Path) -> None:
    found = unsigned(load(written(tmp_path, BARE)))
    named = {".".join(fault.path) for fault in found}
    assert {
        "classes.car.length",
        "profiles.day.weights.00:00",
        "demand.northbound.car.per_day",
        "demand.northbound.truck.punctuality.low",
        "posts.west.pauses.0.for",
        "services.control.truck.parts.papers.mean",
        "places.yard.visits.truck",
        "places.bridge.headway.truck",
        "places.control.space",
        "roads.south.speed.car",
        "tracking.levels.low.adoption",
        "tracking.effects.control.scale",
        "attributes.empty.share.truck",
    } <= named
    lines = BARE.splitlines()
    for fault in found:
        assert fault.line is not None
        assert fault.found is not None
        assert fault.found.strip("'") in lines[fault.line - 1]


def test_levers_need_no_signature(tmp_path: Path) -> None:
    levers = ("booths", "staffing", "directions", "serves", "run", "thresholds", "routes", "discipline", "lines")
    assert not [path for path in paths(written(tmp_path, BARE)) if set(path.split(".")) & set(levers)]


def test_a_zone_is_signed_by_its_own_assumption(tmp_path: Path) -> None:
    assert "zones.trucks.at_most" not in paths(written(tmp_path, BARE))


@pytest.mark.parametrize(
    ("old", "new", "path"),
    [
        ("car: {per_day: 300}", "car: {per_day: 300, source: OBS1}", "demand.southbound.car.per_day"),
        ("    mode: two-way", "    mode: two-way\n    assumption: guess", "places.bridge.headway.car"),
        (
            "{papers: {law: exponential,",
            "{papers: {source: OBS1, law: exponential,",
            "services.control.truck.parts.papers.mean",
        ),
    ],
)
def test_a_signature_covers_its_line_and_its_block(tmp_path: Path, old: str, new: str, path: str) -> None:
    assert path in paths(written(tmp_path, BARE))
    assert path not in paths(written(tmp_path, BARE.replace(old, new, 1)))


def test_visits_of_all_or_none_and_unlimited_space_are_no_numbers(tmp_path: Path) -> None:
    text = BARE.replace("visits: {truck: 0.5}", "visits: {truck: 1}").replace("space: 5 vehicles", "space: unlimited")
    named = paths(written(tmp_path, text))
    assert "places.yard.visits.truck" not in named
    assert "places.control.space" not in named


def test_a_source_that_does_not_exist_is_named(tmp_path: Path) -> None:
    text = SMALL.replace("car: {per_day: 300}", "car: {per_day: 300, source: OBS2}")
    [fault] = unsigned(load(written(tmp_path, text)))
    assert "demand.southbound.car.source: there is no such source; found 'OBS2'" in str(fault)
    assert fault.hint == "OBS1"


def test_a_source_of_the_file_itself_exists(tmp_path: Path) -> None:
    text = SMALL.replace("car: {per_day: 300}", "car: {per_day: 300, source: report}")
    assert paths(written(tmp_path, text + "sources: {report: {title: A report, locator: p. 3}}\n")) == []


def test_an_intervention_signs_what_it_changes_itself(tmp_path: Path) -> None:
    change = "demand: {southbound: {car: {per_day: 350%s}}}"
    path = written(
        tmp_path, SMALL, bare=change % "", signed=change % ", source: OBS1", top="source: OBS1\n" + change % ""
    )
    assert paths(path, "bare") == ["demand.southbound.car.per_day"]
    assert paths(path, "signed") == []
    assert paths(path, "top") == []


def test_a_signature_at_the_top_of_an_intervention_goes_with_its_lines(tmp_path: Path) -> None:
    path = written(tmp_path, SMALL, top="source: OBS1\ndemand: {southbound: {car: {per_day: 350}}}")
    scenario = load(path, with_=["top"]).scenario
    assert scenario.source == ("theory",)
    assert scenario.demand["southbound"]["car"].source == ("OBS1",)
    assert scenario.demand["northbound"]["car"].source is None


def test_an_intervention_gives_a_reason_for_its_levers(tmp_path: Path) -> None:
    change = "places: {yard: {lanes: {yard: {booths: 20%s}}}}"
    path = written(
        tmp_path, SMALL, bare=change % "", block=change % ", reason: more", top="reason: more\n" + change % ""
    )
    [fault] = unsigned(load(path, with_=["bare"]))
    assert "an intervention gives a reason" in str(fault)
    assert paths(path, "block") == []
    assert paths(path, "top") == []


def test_the_run_and_the_thresholds_of_an_intervention_need_no_reason(tmp_path: Path) -> None:
    path = written(tmp_path, SMALL, longer="run: {length: 14 d}\nthresholds: {car: [2 h]}")
    assert paths(path, "longer") == []


def test_what_the_command_line_sets_is_signed_by_it(tmp_path: Path) -> None:
    path = written(tmp_path, SMALL)
    assert paths(path, sets=("demand.southbound.car.per_day=350",)) == []
    rows = signature_table(load(path, sets=["demand.southbound.car.per_day=350"]))
    assert [row.signs for row in rows if row.kind == "command line"] == [("demand.southbound.car: per_day",)]


def test_the_table_tells_what_each_signature_signs(tmp_path: Path) -> None:
    text = SMALL.replace("car: {per_day: 300}", "car: {per_day: 300, source: OBS1}")
    rows = {(row.kind, row.id): row for row in signature_table(load(written(tmp_path, text)))}
    assumption = rows["assumption", "guess"]
    assert assumption.signs == ("zones.trucks: at_most",)
    assert assumption.text == "nobody knows"
    assert assumption.range == ("zones.trucks.at_most: 5 to 20",)
    source = rows["source", "OBS1"]
    assert source.signs == ("demand.southbound.car: per_day",)
    assert (source.text, source.locator) == ("A paper", "observations.csv OBS1, cars per day: 400 vehicles/day")
    assert "services.control.car: mean, cv" in rows["source", "theory"].signs


def test_blocks_with_the_same_keys_stand_together() -> None:
    signs: dict[tuple[str, ...], list[str]] = {("services", "gate", name): ["mean", "cv"] for name in ("car", "truck")}
    assert shortened(signs) == ("services.gate.{car, truck}: mean, cv",)


def test_cited_rows_of_the_evidence_go_with_the_scenario(tmp_path: Path) -> None:
    text = SMALL.replace("car: {per_day: 300}", "car: {per_day: 300, source: OBS1}")
    assert load(written(tmp_path, text)).scenario.sources["OBS1"].url == "http://x"
