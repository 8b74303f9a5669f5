"""The steps of a commitment, each an entry of its own stream; commitments that officers record; and one's own positions."""

import re
from collections.abc import Mapping
from datetime import date
from typing import Any

from dicu.access.model import Asker
from dicu.ledger.model import Conflict, Draft
from dicu.review.desk.tools import Tools
from dicu.review.dialogues.both_texts import differing
from dicu.review.dialogues.course import FROM, SIDES, Course, check_other_hand, check_step
from dicu.review.dialogues.desk.looking import CommitmentView, Looking, facts_of, new_facts
from dicu.review.dialogues.model import Sensitivity, Series
from dicu.review.rules import NotAllowed
from dicu.vocabulary import dates
from dicu.vocabulary.messages import Refused, T
from dicu.vocabulary.text import normalised

Typed = Mapping[str, str]
FIELDS: Mapping[str, tuple[str, ...]] = {
    "assign": ("owner_ours", "owner_theirs", "due", "reason"),
    "start": ("reason",),
    "report": ("where", "day"),
    "confirm": ("side", "what", "day", "document", "title_vi", "title_en", "where", "digest"),
    "carry": ("round", "reason"),
    "restate": ("by", "reason"),
    "lapse": ("reason",),
    "link": ("link", "plan", "task", "indicator", "rationale"),
    "unlink": ("name", "reason"),
}
"""Step → the fields that its form, its operation and its command take, all as text."""
RECORD = ("round", "instrument", "pillars", "party", "type", "text_vi", "text_en", "promised", "due", "sensitivity", "restates", "replaces",
          "source")  # fmt: skip
POSITION = ("round", "pillar", "text_vi", "text_en", "sensitivity")
TYPES = ("activity", "exchange", "instrument", "meeting", "funding", "target")
LINKS = ("implements", "contributes", "measures")
LONGEST = 15_000
DIGEST = re.compile("[0-9a-f]{64}")


def commitment_stream(series: str, code: str) -> str:
    return f"dialogue/{series}/commitments/{code}"


class Following:
    def __init__(self, tools: Tools, looking: Looking) -> None:
        self.tools = tools
        self.looking = looking

    def take(self, asker: Asker, view: CommitmentView, step: str, typed: Typed, number: int) -> None:
        """One step of a commitment's life. `number`: the last entry that the caller has read; Conflict if there is a newer one.
        Raises NotAllowed with the field that does not fit."""
        if step not in FIELDS:
            raise NotAllowed(T("There is no such step. Steps: {steps}.", steps=", ".join(FIELDS)), where="step")
        series, one = view.series, view.course
        self._check(asker, series, one, step)
        said = {name: normalised(typed.get(name) or "").strip() for name in FIELDS[step]}
        for name, text in said.items():
            _check_text(name, text)
        kind, body = getattr(self, f"_{step}")(asker, series, one, said)
        name = commitment_stream(series.id, one.code)
        if number != one.number:
            raise Conflict(name)
        draft = Draft(f"commitment.{kind}", {"series": series.id, "commitment": one.code, **body})
        self.tools.append(asker, name, series.authority, one.number, draft)

    def record(self, asker: Asker, id_: str, typed: Typed) -> tuple[str, tuple[dict[str, Any], ...]]:
        """A promise that stands in no public source. Its number, and where its two texts do not say the same: that is told and
        kept, and stops nothing, because both texts are authentic."""
        series = self.looking.series(asker, id_)
        said = {name: normalised(typed.get(name) or "").strip() for name in RECORD}
        self.tools.check(asker, "record", "follow-up", **new_facts(id_, said["sensitivity"] or "internal"))
        for name, text in said.items():
            _check_text(name, text)
        body = self._recorded(asker, series, said)
        code = self._next(asker, series)
        draft = Draft("commitment.recorded", {"series": id_, "commitment": code, **body})
        self.tools.append(asker, commitment_stream(id_, code), series.authority, 0, draft)
        return code, tuple(body["warnings"])

    def hold(self, asker: Asker, id_: str, typed: Typed) -> None:
        """Records what one's own side holds for a round; the partner never sees it."""
        series = self.looking.series(asker, id_)
        said = {name: normalised(typed.get(name) or "").strip() for name in POSITION}
        level = said["sensitivity"] or "internal"
        self.tools.check(asker, "record", "position", series=id_, round=said["round"], sensitivity=level)
        for name, typed_text in said.items():
            _check_text(name, typed_text)
        _one_of(level, ("internal", "restricted"), "sensitivity")
        _known_round(series, said["round"], "round")
        if said["pillar"] and series.pillar(said["pillar"]) is None:
            raise NotAllowed(T("Choose a pillar of the series."), where="pillar")
        text = _both_texts(said)
        body = {"series": id_, "round": said["round"], "pillar": said["pillar"], "text": text, "sensitivity": level}
        name = f"dialogue/{id_}/positions"
        self.tools.append(asker, name, series.authority, len(self.tools.ledger.read(name)), Draft("position.recorded", body))

    def _check(self, asker: Asker, series: Series, one: Course, step: str) -> None:
        """Who may never take the step is told so; who may at another time is told what it is now."""
        facts = facts_of(series.id, one)
        if any(self.tools.may(asker, step, "follow-up", **{**facts, "state": str(state)}) for state in FROM[step]):
            check_step(one, step)
        self.tools.check(asker, step, "follow-up", **facts)

    def _next(self, asker: Asker, series: Series) -> str:
        numbers = [int(c.code.rpartition("-")[2]) for c in self.looking.courses(asker, series) if not c.commitment.compiled]
        return f"REC-{max(numbers, default=0) + 1}"

    # What each step records ---------------------------------------------------------------------------------------------------

    def _assign(self, _: Asker, __: Series, one: Course, said: Typed) -> tuple[str, dict[str, Any]]:
        if not said["owner_ours"] and not said["owner_theirs"]:
            raise NotAllowed(T("Say who has it, on our side or on the partner's."), where="owner_ours")
        due = _day(said["due"], "due")
        if due is not None and one.commitment.promised and due < one.commitment.promised:
            raise NotAllowed(T("The last day is before the day of the promise."), where="due")
        owners = {name: said[name][:200] for name in ("owner_ours", "owner_theirs")}
        return "assigned", {**owners, "due": due.isoformat() if due else None, "reason": said["reason"]}

    def _start(self, _: Asker, __: Series, ___: Course, said: Typed) -> tuple[str, dict[str, Any]]:
        return "started", {"reason": _reason(said)}

    def _report(self, _: Asker, __: Series, one: Course, said: Typed) -> tuple[str, dict[str, Any]]:
        day = self._past(said, one)
        if not said["where"]:
            raise NotAllowed(T("Name the document by which the partner was told."), where="where")
        return "reported", {"where": said["where"], "day": day.isoformat()}

    def _confirm(self, asker: Asker, series: Series, one: Course, said: Typed) -> tuple[str, dict[str, Any]]:
        _one_of(said["side"], SIDES, "side")
        _one_of(said["what"], ("agreed", "fulfilled"), "what")
        check_step(one, "confirm", said["side"], said["what"])
        check_other_hand(one, said["what"], asker.officer.account)
        day = self._past(said, one)
        if said["document"] and series.instrument(said["document"]) is None:
            raise NotAllowed(T("Choose an instrument of the series, or name the document in words."), where="document")
        if not said["document"] and not (said["title_vi"] or said["title_en"]):
            raise NotAllowed(T("Name the document that shows it. Nobody's silence is a confirmation."), where="document")
        if not said["document"] and not (said["where"] or said["digest"]):
            raise NotAllowed(T("Say where the document can be found, or give its SHA-256."), where="where")
        if said["digest"] and not DIGEST.fullmatch(said["digest"]):
            raise NotAllowed(T("A SHA-256 has 64 digits and letters from a to f."), where="digest")
        title = {"vi": said["title_vi"], "en": said["title_en"]}
        rest = {name: said[name] for name in ("side", "what", "document", "where", "digest")}
        return "confirmed", {**rest, "title": title, "day": day.isoformat()}

    def _carry(self, _: Asker, series: Series, one: Course, said: Typed) -> tuple[str, dict[str, Any]]:
        _known_round(series, said["round"], "round")
        latest = max((series.number(r) for r in (one.commitment.round, *one.carried)), default=0)
        if series.number(said["round"]) <= latest:
            raise NotAllowed(T("Choose a later round of the series."), where="round")
        return "carried", {"round": said["round"], "reason": _reason(said)}

    def _restate(self, asker: Asker, series: Series, one: Course, said: Typed) -> tuple[str, dict[str, Any]]:
        known = {c.code for c in self.looking.courses(asker, series)} - {one.code}
        if said["by"] not in known:
            raise NotAllowed(T("Name another commitment of the series that says it anew."), where="by")
        return "restated", {"by": said["by"], "reason": _reason(said)}

    def _lapse(self, _: Asker, __: Series, ___: Course, said: Typed) -> tuple[str, dict[str, Any]]:
        return "lapsed", {"reason": _reason(said)}

    def _link(self, asker: Asker, _: Series, __: Course, said: Typed) -> tuple[str, dict[str, Any]]:
        _one_of(said["link"], LINKS, "link")
        plan = self._plan(asker, said["plan"])
        measured = said["link"] == "measures"
        name, known = ("indicator", plan.indicator_by_code) if measured else ("task", plan.task_by_code)
        if said[name] not in known:
            raise NotAllowed(T("Name an indicator of the plan: it measures.") if measured else T("Name a task of the plan."), where=name)
        if not said["rationale"]:
            raise NotAllowed(T("Say why they belong together, so that others can follow it."), where="rationale")
        ends = {"task": "" if measured else said["task"], "indicator": said["indicator"] if measured else ""}
        return "linked", {"link": said["link"], "plan": plan.id, **ends, "rationale": said["rationale"]}

    def _plan(self, asker: Asker, id_: str) -> Any:
        try:
            return self.tools.plan(asker, id_)
        except Refused as none:
            raise NotAllowed(T("Name a plan of the house."), where="plan") from none

    def _unlink(self, _: Asker, __: Series, one: Course, said: Typed) -> tuple[str, dict[str, Any]]:
        if said["name"] not in {link.name for link in one.links}:
            raise NotAllowed(T("There is no such link."), where="name")
        return "unlinked", {"removed": said["name"], "reason": _reason(said)}

    def _past(self, said: Typed, one: Course) -> date:
        """A day that a document gives: none of the future, none before the promise."""
        day = _day(said["day"], "day")
        if day is None:
            raise NotAllowed(T("Give the day that the document names."), where="day")
        if day > self.tools.today():
            raise NotAllowed(T("This day has not come yet."), where="day")
        if one.commitment.promised and day < one.commitment.promised:
            raise NotAllowed(T("This day is before the day of the promise."), where="day")
        return day

    def _recorded(self, asker: Asker, series: Series, said: Typed) -> dict[str, Any]:
        _one_of(said["party"], ("ours", "theirs", "both"), "party")
        _one_of(said["type"], TYPES, "type")
        _one_of(said["sensitivity"], tuple(Sensitivity), "sensitivity")
        if said["round"]:
            _known_round(series, said["round"], "round")
        if said["instrument"] and series.instrument(said["instrument"]) is None:
            raise NotAllowed(T("Choose an instrument of the series."), where="instrument")
        pillars = _codes(said["pillars"])
        if any(series.pillar(code) is None for code in pillars):
            raise NotAllowed(T("Choose a pillar of the series."), where="pillars")
        promised, due = _day(said["promised"], "promised"), _day(said["due"], "due")
        if promised is None or promised > self.tools.today():
            raise NotAllowed(T("Give the day of the promise, today at the latest."), where="promised")
        if due is not None and due < promised:
            raise NotAllowed(T("The last day is before the day of the promise."), where="due")
        if not said["source"]:
            raise NotAllowed(T("Name the document in which it stands."), where="source")
        text = _both_texts(said)
        plain = {name: said[name] for name in ("round", "instrument", "party", "type", "sensitivity", "source")}
        days = {"promised": promised.isoformat(), "due": due.isoformat() if due else None}
        others = {name: list(self._others(asker, series, said[name], name)) for name in ("restates", "replaces")}
        return {**plain, **days, **others, "pillars": list(pillars), "text": text, "warnings": differing(text)}

    def _others(self, asker: Asker, series: Series, text: str, where: str) -> tuple[str, ...]:
        found, known = _codes(text), {c.code for c in self.looking.courses(asker, series)}
        if any(code not in known for code in found):
            raise NotAllowed(T("Name commitments of the series."), where=where)
        return found


def _both_texts(said: Typed) -> dict[str, str]:
    if not said["text_vi"] and not said["text_en"]:
        raise NotAllowed(T("Give the words, in Vietnamese or in English or in both."), where="text_vi")
    return {"vi": said["text_vi"], "en": said["text_en"]}


def _check_text(name: str, text: str) -> None:
    if len(text) > LONGEST:
        raise NotAllowed(T("This text has {length} characters; {most} fit.", length=len(text), most=LONGEST), where=name)
    if "\x00" in text:
        raise NotAllowed(T("This text holds a character that cannot be stored. Type it again."), where=name)


def _reason(said: Typed) -> str:
    if not said["reason"]:
        raise NotAllowed(T("Say why, so that others can follow it."), where="reason")
    return said["reason"]


def _one_of(text: str, choices: tuple[str, ...], where: str) -> None:
    if text not in choices:
        raise NotAllowed(T("Choose one of these: {choices}.", choices=", ".join(choices)), where=where)


def _known_round(series: Series, id_: str, where: str) -> None:
    if series.round(id_) is None:
        raise NotAllowed(T("Choose a round of the series."), where=where)


def _codes(text: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(part for part in re.split(r"[;,\s]+", text) if part))


def _day(text: str, where: str) -> date | None:
    try:
        return dates.read(text, "en") if text else None
    except Refused as refused:
        raise NotAllowed(refused.message, where) from refused
