"""`dicu review recommendations`: take a set in, list and search, take steps, say which say the same."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Annotated, Any

import typer

from dicu.cli.asking import As, Json, Lang, Purpose, acting
from dicu.cli.steps import language
from dicu.vocabulary.messages import Refused, T

Key = Annotated[str, typer.Argument(metavar="SET/NUMBER", help="The recommendation, for example demo-review/3.1.")]
Reason = Annotated[str, typer.Option("--reason", help="Why; others will read it.")]
Fields = Annotated[list[str] | None, typer.Option("--set", metavar="FIELD=TEXT", help="A field of the step. Repeatable.")]


def application(house: Callable[[], Any]) -> typer.Typer:
    group = typer.Typer(no_args_is_help=True, help="Recommendations: take a set in, search, answer, link, say which say the same.")
    _sets(group, house)
    _single(group, house)
    _pairs(group, house)
    return group


def _sets(group: typer.Typer, house: Callable[[], Any]) -> None:
    @group.command("import")
    def take_in(
        file: Annotated[Path, typer.Argument(help="The table (.csv, .xlsx) or thematic list (.docx).")],
        as_: As,
        mapping: Annotated[Path, typer.Option(help="What its columns are: a YAML file.")],
        set_: Annotated[str, typer.Option("--set", help="Id of the set, if another than the mapping says.")] = "",
        merge: Annotated[str, typer.Option(help="Why other words replace earlier ones, or rows of one paragraph are one.")] = "",
        show: Annotated[bool, typer.Option("--show", help="Only show what it would change.")] = False,
        purpose: Purpose = "coordination",
        json_: Json = False,
        lang: Lang = "vi",
    ) -> None:
        """Take a set of recommendations in, whole or not at all. The same file again changes nothing.

        Example: DICU_TOKEN=… dicu review recommendations import LIST.docx --as an.ngoaigiao --mapping MAP.yaml
        """
        content, columns = _read(file), _read(mapping)
        with acting(as_, purpose) as asker:
            part = house().recommendations.looking
            taken = part.take_in(asker, content, file.name, columns, set_=set_, reason=merge, only_show=show)
        counts = {what: taken.intake.count(what) for what in ("added", "replaced", "unchanged", "merged")}
        told = {"rows": len(taken.intake.outcomes), **counts}
        said = T("Rows: {rows}; added {added}, replaced {replaced}, known already {unchanged}, merged {merged}.", **told)
        print(said.say(language()), T("Pairs that look alike: {count}.", count=len(taken.likenesses)).say(language()))
        if json_:
            print(json.dumps({"set": taken.facts.id, **told, "alike": len(taken.likenesses), "kept": taken.kept}))

    @group.command()
    def describe(
        file: Annotated[Path, typer.Argument(help="A YAML file with the part `set` of a mapping.")],
        as_: As, purpose: Purpose = "coordination", lang: Lang = "vi",
    ) -> None:  # fmt: skip
        """Say that a set exists whose texts are not at hand. How many there are may be known.

        Example: DICU_TOKEN=… dicu review recommendations describe SET.yaml --as an.ngoaigiao
        """
        content = _read(file)
        with acting(as_, purpose) as asker:
            facts = house().recommendations.looking.describe(asker, content)
        print(facts.title.say(language()))

    @group.command("list")
    def listed(
        as_: As,
        query: Annotated[str, typer.Option(help="Words, with or without marks.")] = "",
        set_: Annotated[str, typer.Option("--set", help="Only of this set.")] = "",
        state: Annotated[str, typer.Option(help="Only in this state, for example supported.")] = "",
        theme: Annotated[str, typer.Option(help="Only of this theme.")] = "",
        page: Annotated[int, typer.Option(min=1, max=10_000)] = 1,
        purpose: Purpose = "coordination",
        json_: Json = False,
        lang: Lang = "vi",
    ) -> None:
        """List recommendations, fifty a page, narrowed by words, set, state or theme.

        Example: DICU_TOKEN=… dicu review recommendations list --as an.ngoaigiao --query "mua ban nguoi"
        """
        from dicu.review.recommendations.ports import Asked  # noqa: PLC0415

        with acting(as_, purpose) as asker:
            found = house().recommendations.looking.listed(asker, Asked(query, set_, state, theme, page))
        for one, course in found.rows:
            print(f"{one.key}  {_state(course)}  {one.said.say(language())}")
        print(T("{count} recommendations", count=found.total).say(language()))
        if json_:
            rows = [_row(one, course) for one, course in found.rows]
            print(json.dumps({"total": found.total, "page": found.page, "pages": found.pages, "items": rows}, ensure_ascii=False))

    @group.command()
    def gaps(as_: As, purpose: Purpose = "coordination", json_: Json = False, lang: Lang = "vi") -> None:
        """List what the country supports and no task serves (G13).

        Example: DICU_TOKEN=… dicu review recommendations gaps --as an.ngoaigiao
        """
        with acting(as_, purpose) as asker:
            found = house().recommendations.looking.gaps(asker)
        for gap in found:
            print(f"{gap.rule}  {gap.explanation.say(language())}")
        if json_:
            print(json.dumps([gap.key for gap in found]))


def _single(group: typer.Typer, house: Callable[[], Any]) -> None:
    @group.command()
    def step(
        key: Key,
        step: Annotated[str, typer.Argument(help="answer, link, unlink, start, assess, restate, close or reopen.")],
        as_: As,
        fields: Fields = None,
        purpose: Purpose = "coordination",
        json_: Json = False,
        lang: Lang = "vi",
    ) -> None:
        """Take a step on one recommendation.

        Example: … recommendations step demo-review/3.1 answer --as an.ngoaigiao --set position=supported --set "reason=…"
        """
        typed = _typed(fields, step)
        with acting(as_, purpose) as asker:
            steps = house().recommendations
            view = steps.looking.view(asker, *_key(key))
            steps.take(asker, view, step, typed, view.course.number)
            view = steps.looking.view(asker, *_key(key))
        print(f"{view.one.key}  {_state(view.course)}")
        if json_:
            print(json.dumps({**_row(view.one, view.course), "steps": list(view.steps)}, ensure_ascii=False))


def _pairs(group: typer.Typer, house: Callable[[], Any]) -> None:
    @group.command()
    def alike(as_: As, purpose: Purpose = "coordination", json_: Json = False, lang: Lang = "vi") -> None:
        """List pairs that look alike and that nobody has judged.

        Example: DICU_TOKEN=… dicu review recommendations alike --as an.ngoaigiao
        """
        with acting(as_, purpose) as asker:
            found, total, _ = house().recommendations.looking.likenesses(asker)
        for j in found:
            print(f"{j.score:.2f}  {j.first}  {j.second}")
        if json_:
            print(json.dumps({"total": total, "items": [{"first": j.first, "second": j.second, "score": j.score} for j in found]}))

    @group.command()
    def judge(
        first: Key, second: Key, as_: As,
        verdict: Annotated[str, typer.Option(help="same or different.")],
        reason: Reason, purpose: Purpose = "coordination", lang: Lang = "vi",
    ) -> None:  # fmt: skip
        """Say whether two recommendations say the same.

        Example: … recommendations judge demo-review/3.1 demo-body/12 --as an.ngoaigiao --verdict same --reason "…"
        """
        with acting(as_, purpose) as asker:
            house().recommendations.looking.judge(asker, first, second, verdict, reason)
        print(T("Your decision was recorded.").say(language()))

    @group.command()
    def split(key: Key, as_: As, reason: Reason, purpose: Purpose = "coordination", lang: Lang = "vi") -> None:
        """Take a recommendation off its group; it stays apart.

        Example: … recommendations split demo-review/3.1 --as an.ngoaigiao --reason "…"
        """
        with acting(as_, purpose) as asker:
            house().recommendations.looking.split(asker, key, reason)
        print(T("Your decision was recorded.").say(language()))


def _read(file: Path) -> bytes:
    try:
        return file.read_bytes()
    except OSError as error:
        raise Refused(T("{place} cannot be read: {reason}.", place=str(file), reason=str(error.strerror))) from error


def _key(text: str) -> tuple[str, str]:
    set_, between, code = text.partition("/")
    if not between or not code:
        raise typer.BadParameter("SET/NUMBER")
    return set_, code


def _typed(given: list[str] | None, step: str) -> dict[str, str]:
    from dicu.review.desk.recommendation_steps import FIELDS  # noqa: PLC0415

    if step not in FIELDS:
        raise typer.BadParameter(", ".join(FIELDS), param_hint="STEP")
    pairs = [text.partition("=") for text in given or ()]
    if any(not between or name not in FIELDS[step] for name, between, _ in pairs):
        raise typer.BadParameter("=… ".join(FIELDS[step]) + "=…", param_hint="--set")
    return {name: text for name, _, text in pairs}


def _state(course: Any) -> str:
    from dicu.review.recommendations.words import STATE  # noqa: PLC0415

    return STATE[course.state].say(language())


def _row(one: Any, course: Any) -> dict[str, Any]:
    plain = {"recommendation": one.key, "symbol": one.symbol, "texts": dict(one.texts), "by": one.by, "themes": list(one.themes)}
    return {**plain, "position": str(course.position), "state": str(course.state), "number": course.number, "owed": course.owed}
