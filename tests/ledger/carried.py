"""The one-file verifier as people run it: the carried file itself, not the parts it is made of."""

import importlib.util
import sys
import tempfile
from pathlib import Path
from types import ModuleType

from mingjing.ledger.verifier.onefile import carried


def _loaded() -> ModuleType:
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "carried_verifier.py"
        file.write_bytes(carried())
        spec = importlib.util.spec_from_file_location(file.stem, file)
        assert spec is not None and spec.loader is not None
        module = importlib.util.module_from_spec(spec)
        sys.modules[file.stem] = module
        spec.loader.exec_module(module)
    return module


mingjing_verify = _loaded()
