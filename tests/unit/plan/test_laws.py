import math
from typing import Any

import pytest

from sim import laws
from sim.plan.laws import law
from sim.scenario.services import Law
from sim.units import MINUTE

M = float(MINUTE)


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ({"law": "constant", "mean": "2 min"}, laws.Law("constant", (2 * M,))),
        ({"law": "constant", "value": "2 min"}, laws.Law("constant", (2 * M,))),
        ({"law": "constant", "mean": "0 min"}, laws.Law("constant", (0.0,))),
        ({"law": "exponential", "mean": "2 min"}, laws.Law("exponential", (2 * M,))),
        ({"law": "erlang", "mean": "6 min", "shape": "3"}, laws.Law("erlang", (3.0, 2 * M))),
        ({"law": "erlang", "mean": "6 min", "cv": "0.5"}, laws.Law("erlang", (4.0, 1.5 * M))),
        ({"law": "erlang", "scale": "2 min", "shape": "3"}, laws.Law("erlang", (3.0, 2 * M))),
        ({"law": "gamma", "mean": "6 min", "cv": "0.5"}, laws.Law("gamma", (4.0, 1.5 * M))),
        ({"law": "gamma", "mean": "6 min", "shape": "1.5"}, laws.Law("gamma", (1.5, 4 * M))),
        ({"law": "gamma", "scale": "2 min", "shape": "1.5"}, laws.Law("gamma", (1.5, 2 * M))),
        ({"law": "lognormal", "median": "2 min", "sigma": "0.7"}, laws.Law("lognormal", (math.log(2 * M), 0.7))),
        ({"law": "weibull", "scale": "2 min", "shape": "1.5"}, laws.Law("weibull", (1.5, 2 * M))),
        ({"law": "uniform", "low": "-30 min", "high": "30 min"}, laws.Law("uniform", (-30 * M, 30 * M))),
        (
            {"law": "triangular", "low": "1 min", "mode": "2 min", "high": "9 min"},
            laws.Law("triangular", (M, 2 * M, 9 * M)),
        ),
        (
            {"law": "empirical", "values": ["1 min", "3 min"], "weights": ["1", "3"]},
            laws.Law("empirical", (M, 3 * M, 0.25, 1.0)),
        ),
    ],
)
def test_each_way_of_writing_a_law_gives_its_natural_parameters(written: dict[str, Any], expected: object) -> None:
    assert law(Law.model_validate(written)) == expected


@pytest.mark.parametrize("name", ["gamma", "lognormal", "weibull"])
def test_a_law_by_mean_and_cv_has_that_mean_and_cv(name: str) -> None:
    made = law(Law.model_validate({"law": name, "mean": "12 min", "cv": "0.6"}))
    assert laws.mean(made) == pytest.approx(12 * M)
    assert math.sqrt(laws.variance(made)) == pytest.approx(0.6 * 12 * M)


def test_a_law_that_its_parameters_do_not_fix_is_refused() -> None:
    with pytest.raises(ValueError, match="gamma"):
        law(Law.model_validate({"law": "gamma", "mean": "12 min"}))
