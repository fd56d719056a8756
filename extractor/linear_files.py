"""Linear classifiers read from model files without the libraries that wrote them.

The file passes every check that any model file passes, the pinned list of types included; then
the arrays of its classifiers are read as plain arrays. A file that holds another estimator is
built as usual.
"""

import io
import zipfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from extractor.artefacts import (
    MAX_PAYLOAD,
    Artefact,
    ArtefactError,
    check_types,
    load,
    member,
    unpack,
)
from extractor.linear import Linear, NotLinearError, from_attributes

LOGISTIC = "sklearn.linear_model._logistic.LogisticRegression"
SCALER = "sklearn.preprocessing._data.StandardScaler"
PIPELINE = "sklearn.pipeline.Pipeline"
PLAIN_DICT = "builtins.dict"
WEIGHTS, SCALING = ("classes_", "coef_", "intercept_"), ("mean_", "scale_")


def load_linear(path: Path | str, kind: str) -> Artefact:
    """As `artefacts.load`, each logistic regression (scaled or not) as a `Linear`, arrays as they are.

    Of a file that holds anything else the model is what `artefacts.load` gives. Raises
    ArtefactError.
    """
    header, payload = unpack(path, kind)
    if header.payload == "model.bin":
        return Artefact(header, payload)
    schema = check_types(path, kind, payload)
    try:
        with zipfile.ZipFile(io.BytesIO(payload)) as archive:
            return Artefact(header, _Reader(Path(path), archive).read(schema))
    except NotLinearError:
        return load(path, kind)
    except ArtefactError:
        raise
    except (ValueError, TypeError, KeyError, AttributeError, zipfile.BadZipFile, OSError) as error:
        raise ArtefactError(
            "damaged", path, "arrays of a linear model", type(error).__name__
        ) from error


def _name(node: dict[str, Any]) -> str:
    return f"{node['__module__']}.{node['__class__']}"


@dataclass(frozen=True, slots=True)
class _Reader:
    """Reads the arrays of one payload; an estimator that is not linear is a NotLinearError."""

    path: Path
    archive: zipfile.ZipFile

    def read(self, node: dict[str, Any]) -> Any:
        """A linear classifier, a plain array, or a dictionary of such."""
        name = _name(node)
        if node.get("__loader__") == "NdArrayNode":
            return self._array(node)
        if name == PLAIN_DICT:
            return {key: self.read(value) for key, value in node["content"].items()}
        if name == LOGISTIC:
            return self._linear(node)
        if name == PIPELINE:
            steps = [step["content"][1] for step in _attributes(node)["steps"]["content"]]
            if [_name(step) for step in steps] == [SCALER, LOGISTIC]:
                scaler = _attributes(steps[0])
                return self._linear(steps[1], *(self._array(scaler[k]) for k in SCALING))
        raise NotLinearError(name)

    def _linear(self, node: dict[str, Any], *scaling: NDArray[Any]) -> Linear:
        own = _attributes(node)
        return from_attributes(*(self._array(own[k]) for k in WEIGHTS), *scaling)

    def _array(self, node: dict[str, Any]) -> NDArray[Any]:
        if node.get("__loader__") != "NdArrayNode" or node.get("type") != "numpy":
            raise NotLinearError(str(node.get("__loader__")))
        content = member(self.path, self.archive, node["file"], MAX_PAYLOAD)
        found: NDArray[Any] = np.load(io.BytesIO(content), allow_pickle=False)
        return found


def _attributes(node: dict[str, Any]) -> dict[str, Any]:
    """What stands in an object's `__dict__`."""
    found: dict[str, Any] = node["content"]["content"]
    return found
