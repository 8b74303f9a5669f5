"""`dicu review`: build the review, list its gaps, load a plan or its annex."""

import errno
import json
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated, Any

import typer

from dicu.cli import (
    review_dialogue,
    review_evidence,
    review_gaps,
    review_import,
    review_languages,
    review_observations,
    review_plan,
    review_policy,
    review_priority,
    review_recommendations,
    review_reports,
    review_workbook,
)
from dicu.cli.asking import As, Json, Lang, Purpose, acting
from dicu.cli.review_duties import added
from dicu.cli.steps import language
from dicu.vocabulary.messages import Refused, T

PlanId = Annotated[str, typer.Option("--plan", help="The plan, for example vn-402.")]
RoundId = Annotated[str, typer.Option("--round", help="The round, for example 2024.")]


def application(house: Callable[[], Any]) -> typer.Typer:
    group = typer.Typer(no_args_is_help=True, help="The review of a plan: gaps, papers, plans and their annexes.")
    group.add_typer(review_plan.application(house), name="plan")
    group.add_typer(review_priority.application(house), name="priority")
    group.add_typer(review_dialogue.application(house), name="dialogue")
    group.add_typer(review_policy.application(house), name="policy")
    group.add_typer(review_gaps.application(house), name="gap")
    review_gaps.add(group, house)
    group.add_typer(review_recommendations.application(house), name="recommendations")
    group.add_typer(review_workbook.application(house), name="workbook")
    group.add_typer(review_reports.application(house), name="report")
    group.add_typer(review_evidence.application(house), name="evidence")
    added(group, house)
    review_reports.added(group, house)
    review_languages.add(group)
    review_import.add(group)
    group.add_typer(review_observations.application(house), name="observations")
    review_observations.add(group, house)

    @group.command()
    def build(
        as_: As,
        plan: PlanId,
        round_: RoundId,
        out: Annotated[Path, typer.Option(help="The folder for the papers and the manifest.")] = Path("build/review"),
        languages: Annotated[str, typer.Option(help="vi,en or one of them.")] = "vi,en",
        purpose: Purpose = "coordination",
        json_: Json = False,
        lang: Lang = "vi",
    ) -> None:
        """Build the review of a round: HTML, PDF and DOCX in each language, and a manifest. Untraced numbers stop it.

        Example: DICU_TOKEN=… dicu review build --as an.ngoaigiao --plan vn-402 --round 2024 --out build/review
        """
        asked = _languages(languages)
        _check_folder(out)
        with acting(as_, purpose) as asker:
            part = house().desk.editions
            made = part.build(asker, plan, round_, asked)
            if set(made.documents) == {"vi", "en"}:
                part.keep(asker, made)
        with _writing(out):  # only now the edition stands in the ledger, and so does who asked for it
            made.write(out)
        print(T("{count} files lie in {folder}.", count=len(made.files) + 1, folder=str(out)).say(language()))
        if json_:
            print(json.dumps({"snapshot": made.snapshot.id, "files": sorted(made.files), "out": str(out)}))

    return group


def _check_folder(place: Path) -> None:
    """Before anything is recorded: whether a folder stands there that can be written to, or can be made."""
    nearest = next(path for path in (place.absolute(), *place.absolute().parents) if path.exists())
    reason = errno.ENOTDIR if not nearest.is_dir() else errno.EACCES if not os.access(nearest, os.W_OK | os.X_OK) else 0
    with _writing(place):
        if reason:
            raise OSError(reason, os.strerror(reason))


@contextmanager
def _writing(place: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise Refused(T("{place} cannot be written: {reason}.", place=str(place), reason=str(error.strerror))) from error


def _languages(text: str) -> tuple[str, ...]:
    asked = tuple(part.strip() for part in text.split(",") if part.strip())
    if not asked or set(asked) - {"vi", "en"}:
        raise typer.BadParameter("vi, en", param_hint="--languages")
    return asked
