"""The compiled engine is there before the first command: what a command says of compiling it is tested by itself."""

import pytest

from sim.experiment.prepare import prepare
from sim.experiment.rehearsal import rehearse
from tests.tiny import write_tiny


@pytest.fixture(scope="session", autouse=True)
def _compiled_engine(tmp_path_factory: pytest.TempPathFactory) -> None:
    rehearse(prepare(write_tiny(tmp_path_factory.mktemp("compiled") / "tiny")).plan, "compiled")
