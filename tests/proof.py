"""How hard the generated tests look: a sample in `make test`, twenty times as much in `make proof`."""

import os

FACTOR = 20 if os.environ.get("DICU_PROOF") else 1


def examples(sample: int) -> int:
    return sample * FACTOR
