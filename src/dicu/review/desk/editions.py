"""From a round to a published review: freeze what it rests on, write the paper, prove its numbers, keep its bytes."""

import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import asdict, dataclass, field, replace
from datetime import date, datetime
from hashlib import sha256
from pathlib import Path
from typing import BinaryIO

import dicu
from dicu.access.model import Asker
from dicu.access.policy import absent
from dicu.documents.comparing import Comparison
from dicu.documents.comparing.papers import check_alike
from dicu.documents.guard import check_traced
from dicu.documents.model import Document
from dicu.ledger.canonical import canonical
from dicu.ledger.model import Draft
from dicu.review.desk.coordination import Coordination
from dicu.review.desk.evidence import claims_of
from dicu.review.desk.tools import Tools
from dicu.review.evidence.claims import Claim, check_publishable, restricted
from dicu.review.gaps import found
from dicu.review.line import Line
from dicu.review.model import Plan, Round
from dicu.review.obligations import LOCAL
from dicu.review.paper import paper
from dicu.review.ports import Edition, EditionFile
from dicu.review.priorities import Priority, PriorityState
from dicu.vocabulary.bilingual import LANGUAGES, Bilingual, Language


@dataclass(frozen=True)
class Press:
    """Renders a document in its formats; `dicu.publishing` fills it."""

    formats: tuple[str, ...]
    render: Callable[[Document, str], bytes]


@dataclass(frozen=True, slots=True)
class Snapshot:
    """What a paper rests on, frozen: the same snapshot gives the same bytes. `reports`: agency → digest of its last
    entry; `day` is that of the newest thing in it, so that no clock takes part."""

    plan: str
    plan_digest: str
    round: str
    day: date
    reports: Mapping[str, str]
    software: str
    priorities: Mapping[str, str] = field(default_factory=dict)  # number → digest of its last entry
    figures: Mapping[str, str] = field(default_factory=dict)  # register of figures → digest of its last entry; "." of the decisions
    claims: Mapping[str, str] = field(default_factory=dict)  # AGENCY/TASK → digest of the entry that approved its public claim

    @property
    def id(self) -> str:
        """What a house without a register of figures or without public claims does not have is no part of it: older editions keep
        their names."""
        facts = {name: value for name, value in asdict(self).items() if name not in ("figures", "claims") or value}
        return sha256(canonical({**facts, "day": self.day.isoformat()})).hexdigest()


@dataclass(frozen=True, slots=True)
class Built:
    snapshot: Snapshot
    documents: Mapping[Language, Document]
    files: Mapping[str, bytes]  # name → content
    alike: Comparison | None = None  # what remains to be looked at between the two languages; None: only one was asked for

    def write(self, folder: Path) -> None:
        """Lays the files and the manifest into a folder."""
        folder.mkdir(parents=True, exist_ok=True)
        for name, data in self.files.items():
            (folder / name).write_bytes(data)
        text = json.dumps(self.manifest(), ensure_ascii=False, indent=1, sort_keys=True)
        (folder / "manifest.json").write_text(text + "\n", "utf-8")

    def manifest(self) -> dict[str, object]:
        """Hash of each file, the snapshot, and from each printed figure to what it was computed from."""
        return {
            "snapshot": {**asdict(self.snapshot), "day": self.snapshot.day.isoformat(), "id": self.snapshot.id},
            "files": {name: {"sha256": sha256(data).hexdigest(), "size": len(data)} for name, data in sorted(self.files.items())},
            "figures": {
                language: {t.claim: {"printed": t.printed, "trace": asdict(t.root)} for t in d.traces}
                for language, d in self.documents.items()
            },
            "languages": _compared(self.alike) if self.alike else None,
        }


def _compared(alike: Comparison) -> dict[str, object]:
    """How much was compared between the languages, and the warnings in both."""
    warnings = [
        {"kind": w.kind, "at": [spot and spot.text for spot in (w.first, w.second)], **{code: w.why.say(code) for code in LANGUAGES}}
        for w in alike.findings
    ]
    return {"compared": alike.compared, "warnings": warnings}


class Editions:
    def __init__(self, tools: Tools, coordination: Coordination, press: Press) -> None:
        self.tools = tools
        self.coordination = coordination
        self.press = press

    def build(self, asker: Asker, plan_id: str, round_id: str, languages: Iterable[Language] = LANGUAGES) -> Built:
        """The review in each language and format. Refused if one of its numbers has no trace, if the two languages do not say the
        same, or if it rests on restricted evidence without an approved public claim; then nothing is kept."""
        self.tools.check(asker, "build", "publication", plan=plan_id, round=round_id, state="draft")
        plan, round_ = self._frozen(asker, plan_id, round_id)
        snapshot = self.snapshot(asker, plan, round_)
        situation = self.coordination.situation(asker, plan, round_, snapshot.day, snapshot.figures)
        claims = self._claimed(asker, plan, round_)
        situation = replace(situation, priorities=self._priorities(asker, plan, round_), claims=_sentences(claims))
        gaps = found(situation)
        documents = {language: paper(situation, gaps, language, snapshot.id) for language in languages}
        for document in documents.values():
            check_traced(document)
        alike = check_alike(documents["vi"], documents["en"]) if {"vi", "en"} <= set(documents) else None
        files = {
            f"review.{language}.{format_}": self.press.render(document, format_)
            for language, document in documents.items()
            for format_ in self.press.formats
        }
        return Built(snapshot, documents, files, alike)

    def snapshot(self, asker: Asker, plan: Plan, round_: Round) -> Snapshot:
        """What the paper rests on now. Its day is that of the newest thing in it: the plan's version or a report's entry."""
        heads = self.tools.records.report_heads(plan.id, round_.id)
        agreed = self.tools.records.priority_heads(plan.id, round_.id)
        figures = self.tools.figures.heads(plan.id)
        claims = self._standing(asker, plan, round_)
        answered = [("", claim.answered_at) for claim in claims.values() if claim.answered_at]
        moved = [at.astimezone(LOCAL).date() for _, at in (*agreed.values(), *figures.values(), *answered)]
        day = max([date.fromisoformat(plan.version), *moved, *(head.day for head in heads.values())])
        reports = {agency: head.digest for agency, head in sorted(heads.items())}
        priorities = {id_: digest for id_, (digest, _) in sorted(agreed.items())}
        approved = {f"{agency}/{task}": claim.head for (agency, task), claim in sorted(claims.items())}
        return Snapshot(plan.id, plan.digest, round_.id, day, reports, dicu.__version__, priorities, _heads(figures), approved)

    def _resting(self, asker: Asker, plan: Plan, round_: Round) -> tuple[tuple[str, Line], ...]:
        """The lines that were sent with restricted evidence."""
        lines = self.tools.records.lines(self.tools.scope(asker, "line"), plan.id, round_.id)
        return tuple((agency, line) for agency, line in lines if restricted(line))

    def _standing(self, asker: Asker, plan: Plan, round_: Round) -> dict[tuple[str, str], Claim]:
        lines = self._resting(asker, plan, round_)
        known = claims_of(self.tools, plan.id, round_.id, (agency for agency, _ in lines))
        found = {(agency, line.task): known[agency].standing(line) for agency, line in lines}
        return {key: claim for key, claim in found.items() if claim}

    def _claimed(self, asker: Asker, plan: Plan, round_: Round) -> dict[tuple[str, str], Claim]:
        """The same, once nothing rests on restricted evidence without one."""
        lines = self._resting(asker, plan, round_)
        check_publishable(lines, claims_of(self.tools, plan.id, round_.id, (agency for agency, _ in lines)))
        return self._standing(asker, plan, round_)

    def _priorities(self, asker: Asker, plan: Plan, round_: Round) -> tuple[Priority, ...]:
        """What was agreed and not dropped; a proposal is its agency's and gets into no paper."""
        found = self.tools.records.priorities(self.tools.scope(asker, "priority"), plan.id, round_.id)
        return tuple(p for p in found if p.agreed and p.state is not PriorityState.DROPPED)

    def present(self, asker: Asker, plan_id: str, round_id: str) -> Edition | None:
        """The edition of the round as it stands now, if it was built already."""
        id_ = self.snapshot(asker, *self._frozen(asker, plan_id, round_id)).id
        return next((e for e in self._all(asker, plan_id, round_id) if e.snapshot == id_), None)

    def keep(self, asker: Asker, built: Built) -> Edition:
        """Records a built review and keeps its files; the same snapshot again changes nothing."""
        s = built.snapshot
        found_ = [e for e in self._all(asker, s.plan, s.round) if e.snapshot == s.id]
        if found_:
            return found_[0]
        files = [_kept(self.tools, name, data) for name, data in sorted(built.files.items())]
        self._append(
            asker,
            s.plan,
            s.round,
            Draft(
                "publication.built",
                {
                    "plan": s.plan,
                    "round": s.round,
                    "snapshot": s.id,
                    "files": [asdict(f) for f in files],
                    "figures": max(len(d.traces) for d in built.documents.values()),
                },
            ),
        )
        return self.edition(asker, s.plan, s.round, s.id)

    def publish(self, asker: Asker, plan: str, round_: str, snapshot: str) -> Edition:
        """Makes a built review public. Not by the person who built it: two pairs of eyes before the country reads it."""
        edition = self.edition(asker, plan, round_, snapshot)
        attributes = {"plan": plan, "round": round_, "state": edition.state, "built_by": edition.built_by}
        self.tools.check(asker, "publish", "publication", **attributes)
        self._claimed(asker, *self._frozen(asker, plan, round_))  # a claim may have been taken back since it was built
        self._append(asker, plan, round_, Draft("publication.published", {"plan": plan, "round": round_, "snapshot": snapshot}))
        return self.edition(asker, plan, round_, snapshot)

    def editions(self, asker: Asker, plan: str = "", round_: str = "") -> tuple[Edition, ...]:
        return self._all(asker, plan, round_)

    def edition(self, asker: Asker, plan: str, round_: str, snapshot: str) -> Edition:
        for edition in self._all(asker, plan, round_):
            if edition.snapshot == snapshot:
                return edition
        raise absent()

    def file(self, asker: Asker, plan: str, round_: str, snapshot: str, name: str) -> tuple[EditionFile, BinaryIO]:
        for file in self.edition(asker, plan, round_, snapshot).files:
            if file.name == name:
                return file, self.tools.vault.open(file.digest)
        raise absent()

    def _all(self, asker: Asker, plan: str, round_: str) -> tuple[Edition, ...]:
        return self.tools.records.editions(self.tools.scope(asker, "publication"), plan, round_)

    def _frozen(self, asker: Asker, plan_id: str, round_id: str) -> tuple[Plan, Round]:
        view = self.coordination.reporting_of(asker, plan_id, round_id)
        return view.situation.plan, view.situation.round

    def _append(self, asker: Asker, plan: str, round_: str, draft: Draft) -> None:
        name = f"publication/{plan}/{round_}"
        authority = self.tools.plan(asker, plan).authority
        self.tools.append(asker, name, authority, len(self.tools.ledger.read(name)), draft)


def _sentences(claims: Mapping[tuple[str, str], Claim]) -> dict[str, Bilingual]:
    return {task: claim.text for (_, task), claim in claims.items()}


def _heads(figures: Mapping[str, tuple[str, datetime]]) -> dict[str, str]:
    return {name: head for name, (head, _) in sorted(figures.items())}


def _kept(tools: Tools, name: str, data: bytes) -> EditionFile:
    digest = tools.vault.keep(data)
    _, language, format_ = name.split(".")
    return EditionFile(name, language, format_, digest, len(data))
