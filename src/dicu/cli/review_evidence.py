"""`dicu review evidence`: what reports rest on, looking at it again, and the public claims that stand for what is restricted."""

import json
from collections.abc import Callable
from typing import Annotated, Any

import typer

from dicu.cli.asking import As, Json, Lang, Purpose, acting
from dicu.cli.steps import language
from dicu.vocabulary.messages import T

PlanId = Annotated[str, typer.Option("--plan", help="The plan, for example demo.")]
RoundId = Annotated[str, typer.Option("--round", help="The round, for example 2025.")]
AgencyId = Annotated[str, typer.Option("--agency", help="Whose report, for example TD-CA.")]
Why = Annotated[str, typer.Option("--reason", help="The reason; it stays in the record.")]
Number = Annotated[int, typer.Option("--claim", help="The number of the claim, as `claims` lists it.")]


def application(house: Callable[[], Any]) -> typer.Typer:
    group = typer.Typer(no_args_is_help=True, help="Evidence: list it, look at it again, and claim in public what is restricted.")

    @group.command("list")
    def listed(
        as_: As, plan: PlanId,
        round_: Annotated[str, typer.Option("--round", help="Only of this round.")] = "",
        kind: Annotated[str, typer.Option(help="document, dataset, legal-act, register-extract or web-page.")] = "",
        classification: Annotated[str, typer.Option(help="public, internal, restricted or unclassified.")] = "",
        link: Annotated[str, typer.Option(help="alive, changed, gone, silent, closed, barred or unchecked.")] = "",
        purpose: Purpose = "coordination", json_: Json = False, lang: Lang = "vi",
    ) -> None:  # fmt: skip
        """List evidence with its lines, and what was found when it was looked at again.

        Example: DICU_TOKEN=… dicu review evidence list --as an.ngoaigiao --plan demo --round 2025
        """
        with acting(as_, purpose) as asker:
            found = house().desk.evidence.listed(asker, plan, round_, kind, classification, link)
        for v in found:
            states = " ".join(filter(None, (v.looked.file_state, v.looked.link_state)))
            print(
                "  ".join((v.use.round, v.use.agency, v.use.task, v.file.classification or "-", v.file.digest[:12], v.file.title, states))
            )
        if json_:
            print(json.dumps([_use(v) for v in found], ensure_ascii=False))

    @group.command()
    def check(
        as_: As, plan: PlanId,
        links: Annotated[bool, typer.Option("--links/--no-links", help="Ask web pages too, where the house may.")] = True,
        strict: Annotated[bool, typer.Option("--strict", help="Exit 1 if something wants attention.")] = False,
        purpose: Purpose = "coordination", json_: Json = False, lang: Lang = "vi",
    ) -> None:  # fmt: skip
        """Look at all evidence of a plan again: has each kept file its hash, does each web page still stand.

        Example: DICU_TOKEN=… dicu review evidence check --as an.ngoaigiao --plan demo
        """
        with acting(as_, purpose) as asker:
            house().desk.evidence.check(asker, plan)
        watch = house().evidence
        tally = watch.run(plan, links=links)
        said = T("Looked at {files} files and {links} web pages; {faults} want attention.", **_counts(tally))
        print(said.say(language()))
        if links and watch.pages is None:
            print(T("Web pages were not asked: DICU_EVIDENCE_LINKS is not set.").say(language()))
        if json_:
            print(json.dumps({**_counts(tally), "links_asked": watch.pages is not None}))
        raise typer.Exit(1 if strict and tally.faults else 0)

    @group.command()
    def claims(as_: As, plan: PlanId, round_: RoundId, agency: AgencyId, purpose: Purpose = "coordination", json_: Json = False,
               lang: Lang = "vi") -> None:  # fmt: skip
        """List the public claims of a report's lines.

        Example: DICU_TOKEN=… dicu review evidence claims --as an.ngoaigiao --plan demo --round 2025 --agency TD-CA
        """
        with acting(as_, purpose) as asker:
            found = house().desk.evidence.claims(asker, plan, round_, agency).claims.all
        for c in found:
            print(f"{c.number}  {c.task}  {c.state}  {c.text.say(language())}")
        if json_:
            rows = [{"claim": c.number, "task": c.task, "state": c.state, "vi": c.text.vi, "en": c.text.en} for c in found]
            print(json.dumps(rows, ensure_ascii=False))

    @group.command()
    def claim(
        as_: As, plan: PlanId, round_: RoundId, agency: AgencyId,
        task: Annotated[str, typer.Option("--task", help="The line, by its task.")],
        vi: Annotated[str, typer.Option(help="The sentence in Vietnamese.")],
        en: Annotated[str, typer.Option(help="The sentence in English.")],
        reason: Why, purpose: Purpose = "coordination", lang: Lang = "vi",
    ) -> None:  # fmt: skip
        """Propose a sentence that may be printed where the evidence behind a line may not be shown.

        Example: DICU_TOKEN=… dicu review evidence claim --as an.ngoaigiao --plan demo --round 2025 --agency TD-CA --task 3.4
        --vi "…" --en "…" --reason "…"
        """
        from dicu.vocabulary.bilingual import Bilingual  # noqa: PLC0415

        with acting(as_, purpose) as asker:
            part = house().desk.evidence
            view = part.claims(asker, plan, round_, agency)
            part.propose(asker, view, task, Bilingual(vi, en), reason, view.claims.number)
            number = part.claims(asker, plan, round_, agency).claims.number
        print(T("Claim {number}: another coordinator approves it.", number=number).say(language()))

    @group.command("claim-answer")
    def answer(
        as_: As, plan: PlanId, round_: RoundId, agency: AgencyId, number: Number, reason: Why,
        approve: Annotated[bool, typer.Option("--approve/--refuse", help="Whether the claim stands.")] = False,
        purpose: Purpose = "coordination", lang: Lang = "vi",
    ) -> None:  # fmt: skip
        """Approve or refuse a public claim that another coordinator has proposed.

        Example: DICU_TOKEN=… dicu review evidence claim-answer --as binh.ngoaigiao --plan demo --round 2025 --agency TD-CA --claim 1
        --approve --reason "…"
        """
        with acting(as_, purpose) as asker:
            part = house().desk.evidence
            view = part.claims(asker, plan, round_, agency)
            part.answer(asker, view, number, approve, reason, view.claims.number)
        print((T("The claim stands: papers may print it.") if approve else T("The claim is refused.")).say(language()))

    return group


def _counts(tally: Any) -> dict[str, int]:
    return {"files": tally.files, "links": tally.links, "faults": tally.faults}


def _use(v: Any) -> dict[str, object]:
    said = v.file.described
    return {
        "round": v.use.round,
        "agency": v.use.agency,
        "task": v.use.task,
        "sha256": v.file.digest,
        "kept": v.file.kept,
        "title": v.file.title,
        "kind": said.kind if said else None,
        "place": said.place if said else None,
        "locator": v.file.locator,
        "classification": v.file.classification or None,
        "url": said.url if said else "",
        "file": v.looked.file_state,
        "link": v.looked.link_state,
        "last_alive": v.looked.last_alive.isoformat() if v.looked.last_alive else None,
    }
