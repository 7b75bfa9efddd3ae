"""A tiny crossing as files: two directions, cars and trucks, a gate with one booth and a bridge, with interventions."""

from pathlib import Path
from typing import TypedDict

BASE = """\
format: 1
name: Tiny crossing
source: theory
run: {kind: episode, warm_up: 1 h, length: 6 h, replications: 3, seed: 7}
classes: {car: {length: 8 m}, truck: {length: 20 m}}
demand:
  northbound: {car: {per_day: 200}, truck: {per_day: 100}}
  southbound: {truck: {per_day: 80}}
services:
  gate: {car: {law: exponential, mean: 2 min}, truck: {law: exponential, mean: 5 min}}
places:
  approach: {kind: approach, per: direction, discipline: free, lines: {all: [car, truck]}}
  gate: {kind: stage, per: direction, space: 10 vehicles, service: gate, lanes: {gate: {booths: 1}}}
  bridge:
    kind: link
    mode: two-way
    travel: 2 min
    entry_space: {northbound: 5 vehicles, southbound: 5 vehicles}
    lanes: {east: {direction: northbound}, west: {direction: southbound}}
    headway: 10 s
routes:
  northbound: [approach, gate, bridge]
  southbound: [approach, bridge, gate]
thresholds: {car: [10 min], truck: [10 min, 30 min]}
"""

INTERVENTIONS = {
    "second-booth": """\
format: 1
name: A second booth
reason: more capacity
places: {gate: {lanes: {gate: {booths: 2}}}}
""",
    "slow-bridge": """\
format: 1
name: A slow bridge
source: theory
places: {bridge: {travel: 6 min}}
""",
}


class Spans(TypedDict):
    """Lengths of the saturated runs of a comparison."""

    capacity_warm_up: str
    capacity_length: str


SHORT = Spans(capacity_warm_up="6 h", capacity_length="1 d")
"""Saturated runs that suffice for a tiny crossing."""


def write_tiny(folder: Path) -> Path:
    """The base file, with its interventions beside it."""
    (folder / "interventions").mkdir(parents=True)
    for name, text in INTERVENTIONS.items():
        (folder / "interventions" / f"{name}.yaml").write_text(text, encoding="utf-8")
    path = folder / "tiny.yaml"
    path.write_text(BASE, encoding="utf-8")
    return path
