"""Briefs: chosen for a reader, written in both languages, proved, compared, kept with their digests."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, replace
from datetime import date
from hashlib import sha256
from pathlib import Path
from typing import BinaryIO, Protocol

from dicu.access.model import Asker
from dicu.access.policy import absent
from dicu.documents.comparing import Comparison
from dicu.documents.comparing.papers import check_alike
from dicu.documents.guard import check_traced
from dicu.documents.model import Document
from dicu.ledger.model import Draft
from dicu.review.desk.editions import Press
from dicu.review.desk.tools import Tools
from dicu.review.dialogues.brief import brief, chosen
from dicu.review.dialogues.brief.choosing import OURS, THEIRS, Brief
from dicu.review.dialogues.desk.loading import series_stream
from dicu.review.dialogues.desk.looking import Looking
from dicu.review.dialogues.ports import BriefFile, BuiltBrief
from dicu.review.policy_watch.standing import Policy
from dicu.review.rules import NotAllowed
from dicu.vocabulary.bilingual import LANGUAGES, Language
from dicu.vocabulary.messages import T
from dicu.vocabulary.observation import Standing

SIDES = {OURS: "ours", THEIRS: "theirs"}
"""What people call the reader of a brief → what the ledger calls the side."""


@dataclass(frozen=True)
class BuiltPaper:
    series: str
    round: str
    side: str
    day: date
    digest: str
    documents: Mapping[Language, Document]
    files: Mapping[str, bytes]
    alike: Comparison | None

    def write(self, folder: Path) -> None:
        """Lays the files and the manifest into a folder."""
        folder.mkdir(parents=True, exist_ok=True)
        for name, data in self.files.items():
            (folder / name).write_bytes(data)
        text = json.dumps(self.manifest(), ensure_ascii=False, indent=1, sort_keys=True)
        (folder / "manifest.json").write_text(text + "\n", "utf-8")

    def manifest(self) -> dict[str, object]:
        """Hash of each file, and from each printed figure to what it was computed from."""
        where = {"series": self.series, "round": self.round, "side": self.side, "day": self.day.isoformat(), "bundle": self.digest}
        return {
            **where,
            "files": {name: {"sha256": sha256(data).hexdigest(), "size": len(data)} for name, data in sorted(self.files.items())},
            "figures": {
                language: {t.claim: {"printed": t.printed, "trace": asdict(t.root)} for t in d.traces}
                for language, d in self.documents.items()
            },
        }


class PolicyChanges(Protocol):
    def changes(self, asker: Asker, after: date, until: date, standing: Standing) -> tuple[Policy, ...]:
        """Changes of law of both countries after one day and by another, on what is public."""
        ...


class Briefing:
    def __init__(self, tools: Tools, looking: Looking, press: Press) -> None:
        self.tools = tools
        self.looking = looking
        self.press = press
        self.policies: PolicyChanges | None = None  # joined by wiring

    def build(self, asker: Asker, id_: str, round_id: str, side: str, languages: Iterable[Language] = LANGUAGES) -> BuiltPaper:
        """Refused if one of its numbers has no trace, or if the two languages do not say the same; then nothing is kept."""
        self.looking.series(asker, id_)
        self.tools.check(asker, "build", "brief", series=id_, round=round_id, side=side)
        if side not in SIDES:
            raise NotAllowed(T("Choose one of these: {choices}.", choices=", ".join(SIDES)), where="side")
        view = self.looking.view(asker, id_)
        round_ = view.series.round(round_id)
        if round_ is None:
            raise absent()
        day = self.tools.today()
        found = chosen(view.series, round_, side, view.courses, view.positions, view.gaps, day)
        found = self._with_policies(asker, found)
        documents = {language: brief(found, language) for language in languages}
        for document in documents.values():
            check_traced(document)
        alike = check_alike(documents["vi"], documents["en"]) if {"vi", "en"} <= set(documents) else None
        files = {
            f"brief.{side}.{language}.{format_}": self.press.render(document, format_)
            for language, document in documents.items()
            for format_ in self.press.formats
        }
        return BuiltPaper(id_, round_id, side, day, view.series.digest, documents, files, alike)

    def _with_policies(self, asker: Asker, found: Brief) -> Brief:
        """Of both sides, since the round before this one; nothing where there was none, or its day is not known."""
        before = [r.day for r in found.series.rounds if r.number < found.round.number and r.day]
        if self.policies is None or not before:
            return found
        since, until = max(before), found.round.day or found.day
        return replace(found, since=since, policies=self.policies.changes(asker, since, until, found.series.standing))

    def keep(self, asker: Asker, built: BuiltPaper) -> BuiltBrief:
        """Records a built brief and keeps its files; the same bytes again change nothing."""
        t, series = self.tools, self.looking.series(asker, built.series)
        t.check(asker, "build", "brief", series=built.series, round=built.round, side=built.side)
        files = [_kept(t, name, data) for name, data in sorted(built.files.items())]
        known = self._of(asker, built.series, built.round, built.side)
        if known and {f.digest for f in known[0].files} == {f.digest for f in files}:
            return known[0]
        where = {"series": built.series, "round": built.round, "side": SIDES[built.side], "day": built.day.isoformat()}
        figures = max(len(d.traces) for d in built.documents.values())
        name = series_stream(built.series)
        draft = Draft("dialogue.brief.built", {**where, "files": [asdict(f) for f in files], "figures": figures})
        t.append(asker, name, series.authority, len(t.ledger.read(name)), draft)
        return self._of(asker, built.series, built.round, built.side)[0]

    def file(self, asker: Asker, id_: str, round_id: str, digest: str) -> tuple[BriefFile, BinaryIO]:
        self.looking.series(asker, id_)
        briefs = self.looking.records.briefs(self.tools.scope(asker, "brief"), id_)
        for file in (f for b in briefs if b.round == round_id for f in b.files):
            if file.digest == digest:
                return file, self.tools.vault.open(digest)
        raise absent()

    def _of(self, asker: Asker, id_: str, round_id: str, side: str) -> list[BuiltBrief]:
        rows = self.looking.records.briefs(self.tools.scope(asker, "brief"), id_)
        return sorted((b for b in rows if (b.round, b.side) == (round_id, SIDES[side])), key=lambda b: b.built_at, reverse=True)


def _kept(tools: Tools, name: str, data: bytes) -> BriefFile:
    _, _, language, format_ = name.split(".")
    return BriefFile(name, language, format_, tools.vault.keep(data), len(data))
