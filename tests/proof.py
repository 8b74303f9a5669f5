"""How hard the generated tests look: a sample in `make test`, twenty times as much in `make proof`."""

import os

PROOF = bool(os.environ.get("DICU_PROOF"))
FACTOR = 20 if PROOF else 1


def examples(sample: int) -> int:
    return sample * FACTOR
