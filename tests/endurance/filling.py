"""A program that fills a house, step by step as it is told: `small` with a plan, an open round, lines, files and answers, `more`,
`checkpoint`; or `full` with the whole demonstration, as `make demo` plays it."""

import os
import sys
from pathlib import Path


def small() -> None:
    from datetime import date  # noqa: PLC0415

    from tests.unit.review.making import plan_of  # noqa: PLC0415
    from tests.unit.store_review.house import AN, DUNG, World  # noqa: PLC0415

    world = World().load().open()
    task = plan_of().tasks_led_by("TD-LD")[0].code
    world.write(DUNG, task, narrative="Đã làm xong — “bảng kê” kèm theo.\n\tHai dòng.")
    world.attach(DUNG, task)
    world.attach(DUNG, task, text="quy,so\n3,4\n", name="bảng thứ hai.csv")
    world.report(DUNG, "TD-LD")
    world.on(date(2025, 12, 2)).give_back(AN, task)


def more() -> None:
    """One line more of what `small` began."""
    from tests.unit.review.making import plan_of  # noqa: PLC0415
    from tests.unit.store_review.house import HAI, World  # noqa: PLC0415

    World().write(HAI, plan_of().tasks_led_by("TD-TP")[0].code, narrative=f"Dòng sau cùng, {os.getpid()}.")


def checkpoint() -> None:
    from dicu.store.ledger.keys import signing_key  # noqa: PLC0415
    from dicu.wiring import house  # noqa: PLC0415

    notary = house().ledger.notary
    assert notary is not None
    assert notary.checkpoint(signing_key(notary.instance, notary.public), house().now)


def full(build: Path) -> None:
    from dicu.demonstration import steps  # noqa: PLC0415

    for step in steps(build):
        step.run()


def main() -> None:
    import django  # noqa: PLC0415 - after the surroundings are read

    django.setup()
    if sys.argv[1] == "full":
        full(Path(sys.argv[2]))
        return
    for step in sys.argv[1:]:
        {"small": small, "more": more, "checkpoint": checkpoint}[step]()


if __name__ == "__main__":
    main()
