"""`dicu review priority`: priorities and solutions, from proposal to done."""

import json
from collections.abc import Callable
from datetime import datetime
from typing import Annotated, Any

import typer

from dicu.cli.asking import As, Json, Lang, Purpose, acting
from dicu.cli.steps import language
from dicu.vocabulary.messages import T

PlanId = Annotated[str, typer.Option("--plan", help="The plan, for example vn-402.")]
RoundId = Annotated[str, typer.Option("--round", help="The round, for example 2024.")]
Number = Annotated[str, typer.Argument(help="Its number, for example TD-LD-1.")]
Tasks = Annotated[list[str] | None, typer.Option("--task", help="A task's code. Repeatable.")]
Reason = Annotated[str, typer.Option(help="Why; what others will read.")]


def application(house: Callable[[], Any]) -> typer.Typer:  # noqa: C901 - one command after the other
    group = typer.Typer(no_args_is_help=True, help="Priorities and solutions: proposed, agreed, planned, carried, done or dropped.")

    def stepped(as_: str, purpose: str, plan: str, number: str, json_: bool, step: Callable[[Any, Any, Any], None]) -> None:
        with acting(as_, purpose) as asker:
            part = house().desk.priorities
            step(part, asker, part.view(asker, plan, number))
            found = part.view(asker, plan, number).priority
        _told(found, json_)

    @group.command("list")
    def listed(as_: As, plan: PlanId, round_: RoundId, purpose: Purpose = "coordination", json_: Json = False, lang: Lang = "vi") -> None:
        """List what stands or stood in a round.

        Example: DICU_TOKEN=… dicu review priority list --as an.ngoaigiao --plan demo --round 2025
        """
        with acting(as_, purpose) as asker:
            found = house().desk.priorities.listed(asker, plan, round_)
        for p in found:
            print(_said(p))
        if json_:
            print(json.dumps([_row(p) for p in found], ensure_ascii=False))

    @group.command()
    def propose(
        as_: As,
        plan: PlanId,
        round_: RoundId,
        agency: Annotated[str, typer.Option(help="For which agency.")],
        sort: Annotated[str, typer.Option(help="priority or solution.")] = "priority",
        title_vi: Annotated[str, typer.Option(help="In a few words, in Vietnamese.")] = "",
        title_en: Annotated[str, typer.Option(help="In a few words, in English.")] = "",
        text: Annotated[str, typer.Option(help="Why, and what is to be done.")] = "",
        task: Tasks = None,
        gap: Annotated[list[str] | None, typer.Option(help="A gap, for example G05/2.2. Repeatable.")] = None,
        objective: Annotated[list[int] | None, typer.Option(help="An objective's number. Repeatable.")] = None,
        answers: Annotated[list[str] | None, typer.Option(help="A priority that the solution answers. Repeatable.")] = None,
        recommendation: Annotated[list[str] | None, typer.Option(help="A recommendation that says the same. Repeatable.")] = None,
        purpose: Purpose = "reporting",
        json_: Json = False,
        lang: Lang = "vi",
    ) -> None:
        """Propose a priority or a solution. Somebody else has to agree to it.

        Example: DICU_TOKEN=… dicu review priority propose --as dung.laodong --plan demo --round 2025 --agency TD-LD --title-vi "…"
        """
        from dicu.review.desk import Said  # noqa: PLC0415
        from dicu.review.priorities import Links  # noqa: PLC0415
        from dicu.vocabulary.bilingual import Bilingual  # noqa: PLC0415
        from dicu.vocabulary.text import normalised  # noqa: PLC0415

        lists = (tuple(dict.fromkeys(each or [])) for each in (task, gap, objective, answers, recommendation))
        title = Bilingual(normalised(title_vi).strip(), normalised(title_en).strip())
        said = Said(sort, title, normalised(text).strip(), Links(*lists))  # type: ignore[arg-type]
        with acting(as_, purpose) as asker:
            found = house().desk.priorities.propose(asker, plan, round_, agency, said)
        _told(found, json_)

    @group.command()
    def agree(as_: As, plan: PlanId, number: Number, reason: Reason = "", purpose: Purpose = "coordination", json_: Json = False,
              lang: Lang = "vi") -> None:  # fmt: skip
        """Agree to what somebody else has proposed.

        Example: DICU_TOKEN=… dicu review priority agree TD-LD-1 --as an.ngoaigiao --plan demo
        """
        stepped(as_, purpose, plan, number, json_, lambda part, asker, v: part.agree(asker, v, reason, v.priority.number))

    @group.command()
    def plan(
        as_: As,
        plan: PlanId,
        number: Number,
        owner: Annotated[str, typer.Option(help="The agency that has it.")],
        task: Tasks = None,
        due: Annotated[datetime | None, typer.Option(formats=["%Y-%m-%d"], help="Until when.")] = None,
        reason: Reason = "",
        purpose: Purpose = "coordination",
        json_: Json = False,
        lang: Lang = "vi",
    ) -> None:
        """Say through which tasks it is done, by whom and until when.

        Example: DICU_TOKEN=… dicu review priority plan TD-LD-1 --as an.ngoaigiao --plan demo --task 3.2 --owner TD-LD
        """
        day = due.date() if due else None
        stepped(as_, purpose, plan, number, json_, lambda p, a, v: p.plan(a, v, tuple(task or ()), owner, day, reason, v.priority.number))

    @group.command()
    def carry(
        as_: As,
        plan: PlanId,
        number: Number,
        to: Annotated[str, typer.Option(help="A later round.")],
        reason: Reason,
        purpose: Purpose = "coordination",
        json_: Json = False,
        lang: Lang = "vi",
    ) -> None:
        """Carry it into a later round, with the reason why it was not done in this one.

        Example: DICU_TOKEN=… dicu review priority carry TD-LD-1 --as an.ngoaigiao --plan demo --to 2026 --reason "…"
        """
        stepped(as_, purpose, plan, number, json_, lambda part, asker, v: part.carry(asker, v, to, reason, v.priority.number))

    @group.command()
    def finish(as_: As, plan: PlanId, number: Number, reason: Reason, purpose: Purpose = "coordination", json_: Json = False,
               lang: Lang = "vi") -> None:  # fmt: skip
        """Record that it is done, and what shows it.

        Example: DICU_TOKEN=… dicu review priority finish TD-LD-1 --as an.ngoaigiao --plan demo --reason "…"
        """
        stepped(as_, purpose, plan, number, json_, lambda part, asker, v: part.finish(asker, v, reason, v.priority.number))

    @group.command()
    def drop(as_: As, plan: PlanId, number: Number, reason: Reason, purpose: Purpose = "coordination", json_: Json = False,
             lang: Lang = "vi") -> None:  # fmt: skip
        """Drop it, with the reason.

        Example: DICU_TOKEN=… dicu review priority drop TD-LD-1 --as an.ngoaigiao --plan demo --reason "…"
        """
        stepped(as_, purpose, plan, number, json_, lambda part, asker, v: part.drop(asker, v, reason, v.priority.number))

    return group


def _told(p: Any, json_: bool) -> None:
    print(_said(p))
    if json_:
        print(json.dumps(_row(p), ensure_ascii=False))


def _said(p: Any) -> str:
    from dicu.review.planning_words import SORT, STATE  # noqa: PLC0415

    title = p.title.say(language()) or p.title.vi or p.title.en  # as it was agreed, where there are no words in this language
    return T("{sort} {number}: {title} ({state})", sort=SORT[p.sort], number=p.id, title=title, state=STATE[p.state]).say(language())


def _row(p: Any) -> dict[str, Any]:
    links = {name: list(getattr(p.links, name)) for name in ("tasks", "gaps", "objectives", "answers", "recommendations")}
    return {
        "priority": p.id, "plan": p.plan, "round": p.round, "rounds": list(p.rounds), "sort": p.sort, "state": str(p.state),
        "agency": p.agency, "title": {"vi": p.title.vi, "en": p.title.en}, "text": p.text, **links, "owner": p.owner,
        "due": p.due.isoformat() if p.due else None, "planned": list(p.planned), "proposed_by": p.proposed_by, "agreed_by": p.agreed_by,
        "number": p.number,
    }  # fmt: skip
