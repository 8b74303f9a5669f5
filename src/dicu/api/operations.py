"""What every operation has in common: it is declared with what it may answer, and done in one transaction in which the database
knows who asks. A refusal undoes all of it.

    room = Room("review")

    @room.reads("/plans/{plan}", PlanShape, "getPlan", errands.report)
    def plan(request: Asked, plan: Name) -> PlanShape: ...
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import wraps
from typing import Any

from django.db import transaction
from django.http import FileResponse, HttpRequest, HttpResponse
from ninja import Router
from ninja.params.models import Query as QueryParameter
from pydantic import BaseModel

from dicu.access.model import Asker, Officer
from dicu.api import once, problems
from dicu.api.asking import Caller, house
from dicu.api.body import JSON
from dicu.api.language import language_of
from dicu.api.problems import in_body, in_parameter
from dicu.api.shapes import ProblemShape
from dicu.api.uploads import upload_of
from dicu.store.security.session import speaking_as
from dicu.vocabulary.bilingual import Language
from dicu.vocabulary.messages import T


@dataclass(frozen=True)
class Asked:
    """What an operation works with. `asker`: who asks, and for what; `named`: whether the caller named the purpose."""

    http: HttpRequest
    house: Any
    asker: Asker
    language: Language
    named: bool

    @property
    def desk(self) -> Any:
        return self.house.desk


@dataclass(frozen=True)
class Done:
    """An answer with headers of its own. `kept`: what a repeated request gets instead, where the answer holds a
    secret that is told once."""

    shape: BaseModel
    headers: dict[str, str] = field(default_factory=dict)
    kept: BaseModel | None = None


Errand = Callable[[Any, Officer, dict[str, Any]], str]
"""(house, officer, the operation's arguments) → the usual purpose."""
Function = Callable[..., Any]

ALWAYS = (400, 401, 403, 404, 405, 408, 422, 429, 500, 503)
WRITING = (409, 413)


@dataclass(frozen=True)
class Facts:
    """What the description says of an operation besides what ninja finds. `content`: media types of a binary answer."""

    writes: bool = False
    guarded: bool = False
    uploads: bool = False
    status: int = 200
    content: tuple[str, ...] = ()


class Room:
    """A room's operations. `tag` is its heading in the description."""

    def __init__(self, tag: str) -> None:
        self.router = Router(tags=[tag])

    def reads(self, path: str, shape: type[BaseModel], name: str, errand: Errand) -> Callable[[Function], Function]:
        return self._declared("GET", path, name, errand, {200: shape}, Facts())

    def downloads(self, path: str, name: str, errand: Errand, *content: str) -> Callable[[Function], Function]:
        return self._declared("GET", path, name, errand, {200: None}, Facts(content=content))

    def writes(
        self, method: str, path: str, shape: type[BaseModel], name: str, errand: Errand, *, status: int = 200, guarded: bool = False,
        uploads: bool = False,
    ) -> Callable[[Function], Function]:  # fmt: skip
        """`guarded`: it needs If-Match, the state that the caller has read. `uploads`: its body is a file."""
        return self._declared(method, path, name, errand, {status: shape}, Facts(True, guarded, uploads, status))

    def _declared(
        self, method: str, path: str, name: str, errand: Errand, answers: dict[int, Any], facts: Facts
    ) -> Callable[[Function], Function]:
        def declared(function: Function) -> Function:
            doc = (function.__doc__ or "").strip()
            summary, _, rest = doc.partition("\n")
            done = _operating(function, name, errand, facts)
            told = answers | {status: ProblemShape for status in _refusals(facts)}
            extra = {"x-facts": facts}
            self.router.api_operation(
                [method], path, response=told, operation_id=name, summary=summary.rstrip("."), description=rest.strip() or None,
                openapi_extra=extra,
            )(done)  # fmt: skip
            return function

        return declared


def _refusals(facts: Facts) -> tuple[int, ...]:
    more = WRITING if facts.writes else ()
    return (*ALWAYS, *more, *((412, 428) if facts.guarded else ()), *((415,) if facts.writes else ()))


def _operating(function: Function, name: str, errand: Errand, facts: Facts) -> Function:
    @wraps(function)
    def operation(request: HttpRequest, **values: Any) -> HttpResponse | FileResponse:
        request.operation = name  # type: ignore[attr-defined] - what the log of reading calls it
        _check_query(request, function)
        if facts.writes:
            _check_body(request, function, facts)
        with transaction.atomic(), speaking_as(request.auth.officer):  # type: ignore[attr-defined]
            asked = _asked(request, errand, values)
            if not facts.writes:
                return _response(facts.status, function(asked, **values))
            mark = once.fingerprint(request, asked.asker.purpose, _digested(request, facts))
            account, now = asked.asker.officer.account, asked.house.now()
            return once.once(request, account, mark, now, lambda: _response(facts.status, function(asked, **values)))

    return operation


def _asked(request: HttpRequest, errand: Errand, values: dict[str, Any]) -> Asked:
    caller: Caller = request.auth  # type: ignore[attr-defined]
    rooms = house()
    purpose = caller.purpose or errand(rooms, caller.officer, values)
    return Asked(request, rooms, Asker(caller.officer, purpose), language_of(request), bool(caller.purpose))


def _response(status: int, made: Any) -> HttpResponse | FileResponse:
    if isinstance(made, HttpResponse | FileResponse):
        return made
    done = made if isinstance(made, Done) else Done(made)
    response = HttpResponse(done.shape.model_dump_json(), status=status, content_type=JSON, headers=done.headers)
    if done.kept is not None:
        response.kept = done.kept.model_dump_json().encode()  # type: ignore[attr-defined]
    return response


def _check_query(request: HttpRequest, function: Function) -> None:
    """A parameter that is not known, or given twice, would be overlooked in silence: a misspelt filter shows everything."""
    known = set(_query_names(function)) | {"lang"}
    misfits = [in_parameter(name[:100], T("There is no parameter of this name here.")) for name in request.GET if name not in known]
    misfits += [in_parameter(name[:100], T("This is given twice.")) for name in request.GET if len(request.GET.getlist(name)) > 1]
    if request.GET.get("lang", "vi") not in ("vi", "en"):
        misfits.append(in_parameter("lang", T("Choose one of these: {choices}.", choices="vi, en")))
    if misfits:
        raise problems.invalid(*misfits[:50])


def _query_names(function: Function) -> Iterator[str]:
    for name, annotation in function.__annotations__.items():
        for fact in getattr(annotation, "__metadata__", ()):
            if isinstance(fact, QueryParameter):
                yield fact.alias or name


def _check_body(request: HttpRequest, function: Function, facts: Facts) -> None:
    if facts.uploads:
        request.upload = upload_of(request)  # type: ignore[attr-defined]
    elif "body" not in function.__annotations__ and request.body not in (b"", b"{}"):
        raise problems.invalid(in_body("", T("This step takes no body.")))


def _digested(request: HttpRequest, facts: Facts) -> bytes:
    """The body; of a file, what stands for it."""
    return request.upload.digest if facts.uploads else request.body  # type: ignore[attr-defined]
