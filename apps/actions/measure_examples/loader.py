"""From the YAML file to checked examples."""

from __future__ import annotations

from pathlib import Path

from apps.actions.measure_examples.schema import LANGUAGE, ExampleFile
from apps.rie.content.yamlfile import read_yaml

EXAMPLES = Path(__file__).parent / f"{LANGUAGE}.yaml"


def load_examples(path: Path = EXAMPLES) -> dict[str, str]:
    """Code of a measure → its example.

    Raises:
        ContentError: with all mistakes of the file; each names file, line, key and remedy.
    """
    return read_yaml(path).check(ExampleFile).examples
