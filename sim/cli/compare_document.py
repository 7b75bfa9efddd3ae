"""A study as one JSON document."""

from typing import Any

from sim.experiment.study import Question, Study
from sim.report.study import same_lines
from sim.results.document import to_document


def document(found: Study, question: Question) -> dict[str, Any]:
    """The main comparison, and under names of their own what stands beside it and the rules."""
    return {
        "kind": "comparison",
        **to_document(found.main),
        "margin": None if found.main.margin is None else str(found.main.margin),
        "verdicts": found.main.verdicts.to_dicts(),
        "beside": None if found.beside is None else to_document(found.beside),
        "rules": {name: to_document(one) for name, one in found.rules.items()},
        "replaced_by": question.replaced_by,
        "identical": list(same_lines(found)),
    }
