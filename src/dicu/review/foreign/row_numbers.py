"""Numbers of rows in few signs, exactly: 2-5,9."""

from collections.abc import Iterable


def written(numbers: Iterable[int]) -> str:
    """2, 3, 4, 5, 9 as `2-5,9`; each number once, in rising order."""
    parts: list[tuple[int, int]] = []
    for number in sorted(set(numbers)):
        if parts and parts[-1][1] == number - 1:
            parts[-1] = (parts[-1][0], number)
        else:
            parts.append((number, number))
    return ",".join(str(first) if first == last else f"{first}-{last}" for first, last in parts)


def read(text: str) -> list[int]:
    """The numbers again."""
    numbers: list[int] = []
    for part in filter(None, text.split(",")):
        first, _, last = part.partition("-")
        numbers.extend(range(int(first), int(last or first) + 1))
    return numbers
