"""Versions of a plan: proposing one, what it changes and touches, and putting it in force."""

from typing import Annotated

from django.http import HttpResponse
from ninja import Query

from dicu.api import errands, problems
from dicu.api.operations import Asked, Done, Room
from dicu.api.problems import Problem
from dicu.api.review.version_shapes import (
    ComparedShape,
    LoadSent,
    OneVersion,
    VersionList,
    VersionShape,
    compared_shape,
    version_shape,
)
from dicu.api.shapes import Name
from dicu.intake.report import BadTable
from dicu.review.annex import template as workbook
from dicu.review.archives import offered
from dicu.review.bundles import shipped
from dicu.review.model import Plan
from dicu.review.validating import BadPlan
from dicu.review.versions import Fates

room = Room("versions")
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
FileName = Annotated[str, Query(min_length=1, max_length=255, description="What the file is called; its ending says what it is.")]
PlanName = Annotated[str, Query(max_length=80, description="The plan whose tasks a workbook changes; not needed for an archive.")]
Whole = Annotated[bool, Query(description="The workbook is the whole list: tasks that are not in it are no longer in the plan.")]


@room.reads("/plans/{plan}/versions", VersionList, "listPlanVersions", errands.round_)
def versions(request: Asked, plan: Name) -> VersionList:
    """The versions of a plan, the newest first; proposed ones for coordinators."""
    in_force = _in_force(request, plan)
    return VersionList(items=[version_shape(v, in_force) for v in request.desk.versions.versions(request.asker, plan)])


@room.writes("POST", "/plan-versions", ComparedShape, "proposePlanVersion", errands.round_, status=201, uploads=True)
def propose(request: Asked, name: FileName, plan: PlanName = "", whole: Whole = False) -> Done:
    """Hand in a version: a plan's folder (.zip), or a workbook of tasks (.xlsx, .csv) over the version in force.

    Nothing is in force by this. The answer is the comparison. The same version again is there once.
    """
    part, who = request.desk.versions, request.asker
    request.desk.tools.check(who, "propose", "version", plan=plan, synthetic=False, state="proposed")
    content = request.http.upload.content.read()  # type: ignore[attr-defined]
    try:
        bundle, places = offered(content, name, lambda: part.base(who, plan, shipped), request.language, whole=whole)
        made = part.propose(who, bundle, name, places)
    except (BadPlan, BadTable) as bad:
        raise Problem(problems.REFUSED, bad.message, more={"report": bad.report(request.language).splitlines()[:200]}) from bad
    where = f"{request.http.path.partition('/plan-versions')[0]}/plans/{made.id}/versions/{made.digest}"
    return Done(_compared(request, made), {"Location": where})


@room.reads("/plans/{plan}/versions/{digest}", OneVersion, "getPlanVersion", errands.round_)
def version(request: Asked, plan: Name, digest: Name) -> OneVersion:
    """One version; for who may put it in force, with what it changes and what that touches."""
    known, found = request.desk.versions.version(request.asker, plan, digest)
    may = request.desk.tools.may(request.asker, "load", "plan", plan=plan, synthetic=found.synthetic)
    return OneVersion(version=version_shape(known, _in_force(request, plan)), comparison=_compared(request, found) if may else None)


@room.writes("POST", "/plans/{plan}/versions/{digest}/load", VersionShape, "loadPlanVersion", errands.round_)
def load(request: Asked, plan: Name, digest: Name, body: LoadSent) -> VersionShape:
    """Put a version in force. Refused where accepted lines would hang on a task that it drops; once more changes nothing."""
    part = request.desk.versions
    part.decide(request.asker, plan, digest, body.against, Fates(body.followed, body.ended))
    return version_shape(part.version(request.asker, plan, digest)[0], _in_force(request, plan))


@room.downloads("/plans/{plan}/tasks.xlsx", "downloadPlanTasks", errands.round_, XLSX)
def tasks(request: Asked, plan: Name) -> HttpResponse:
    """The workbook of the plan's tasks as they are in force; sent back untouched it changes nothing."""
    found = request.desk.tools.plan(request.asker, plan)
    content = workbook(request.desk.versions.base(request.asker, found.id, shipped), request.language)
    disposition = f'attachment; filename="{found.id}-{found.version}.xlsx"'
    return HttpResponse(content, content_type=XLSX, headers={"Content-Disposition": disposition})


def _compared(request: Asked, plan: Plan) -> ComparedShape:
    known, _ = request.desk.versions.version(request.asker, plan.id, plan.digest)
    found = request.desk.versions.compared(request.asker, plan)
    return compared_shape(version_shape(known, found.against), found)


def _in_force(request: Asked, plan: str) -> str:
    current = request.desk.versions.current(request.asker, plan)
    return current.digest if current else ""
