"""How hard the generated tests look: a sample in `make test`, twenty times as much in `make proof`."""

import os

import hypothesis

PROOF = bool(os.environ.get("DICU_PROOF"))
FACTOR = 20 if PROOF else 1


def examples(sample: int) -> int:
    return sample * FACTOR


def load() -> None:
    """A deadline would be a timed test, and a crowded machine its fault. In `make test` the same examples are tried each time, so
    that what it says depends on the change alone; `make proof` looks for new ones."""
    hypothesis.settings.register_profile("house", deadline=None, derandomize=not PROOF, print_blob=True)
    hypothesis.settings.load_profile("house")
