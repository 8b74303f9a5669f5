"""Addresses of the review. Identifiers in them are the plan's own codes; whether one exists is said only to who may know."""

from django.urls import path

from dicu.vocabulary.messages import T
from dicu.web import navigation
from dicu.web.review import duties, editions, lines, plan_parts, plans, priorities, rates, reports, rounds, trail, versions

REPORT = "reports/<str:plan>/<str:round_>/<str:agency>"
EDITION = "editions/<str:plan>/<str:round_>/<str:snapshot>"

navigation.add(
    navigation.Place(T("Plans"), "plans", order=10),
    navigation.Place(T("Reports"), "reports", navigation.for_roles("reporter", "coordinator"), order=20),
    navigation.Place(T("Published reviews"), "editions", order=30),
    navigation.Place(T("Trail"), "trail", navigation.for_roles("auditor"), order=40),
)

urlpatterns = [
    path("plans/", plans.plans, name="plans"),
    path("plans/<str:plan>/", plans.plan, name="plan"),
    path("plans/<str:plan>/figures/", plans.figures, name="plan-figures"),
    path("new-plan/", versions.new, name="plan-new"),
    path("plans/<str:plan>/versions/", versions.versions, name="plan-versions"),
    path("plans/<str:plan>/versions/<str:digest>/", versions.version, name="plan-version"),
    path("plans/<str:plan>/tasks.xlsx", versions.template, name="plan-template"),
    path("plans/<str:plan>/tasks/<str:task>/", plan_parts.task, name="plan-task"),
    path("plans/<str:plan>/crosswalk/", plan_parts.crosswalk, name="plan-crosswalk"),
    path("plans/<str:plan>/provinces/", plan_parts.localities, name="plan-localities"),
    path("plans/<str:plan>/priorities/<str:id_>/", priorities.priority, name="priority"),
    path("plans/<str:plan>/priorities/<str:id_>/<str:step>", priorities.step, name="priority-step"),
    path("plans/<str:plan>/rounds/<str:round_>/priorities/", priorities.listed, name="round-priorities"),
    path("plans/<str:plan>/rounds/<str:round_>/", rounds.overview, name="round"),
    path("plans/<str:plan>/rounds/<str:round_>/progress/", rounds.progress, name="round-progress"),
    path("plans/<str:plan>/rounds/<str:round_>/gaps/", rounds.gaps, name="round-gaps"),
    path("plans/<str:plan>/rounds/<str:round_>/open", rounds.open_round, name="round-open"),
    path("plans/<str:plan>/rounds/<str:round_>/build", editions.build, name="round-build"),
    path("reports/", reports.reports, name="reports"),
    path(f"{REPORT}/", reports.report, name="report"),
    path(f"{REPORT}/send", reports.send, name="report-send"),
    path(f"{REPORT}/duty/", duties.duty, name="duty"),
    path(f"{REPORT}/duty/ask", duties.ask, name="duty-ask"),
    path(f"{REPORT}/duty/answer", duties.answer, name="duty-answer"),
    path(f"{REPORT}/duty/pass", duties.pass_on, name="duty-pass"),
    path(f"{REPORT}/duty/nil/write", duties.write_nil, name="nil-write"),
    path(f"{REPORT}/duty/nil/send", duties.send_nil, name="nil-send"),
    path(f"{REPORT}/duty/nil/withdraw", duties.withdraw_nil, name="nil-withdraw"),
    path(f"{REPORT}/duty/nil/review", duties.review_nil, name="nil-review"),
    path(f"{REPORT}/withdraw", duties.withdraw, name="report-withdraw"),
    path(f"{REPORT}/files/<str:digest>", lines.file, name="report-file"),
    path(f"{REPORT}/lines/<str:task>/", lines.line, name="line"),
    path(f"{REPORT}/lines/<str:task>/files", lines.attach, name="line-attach"),
    path(f"{REPORT}/lines/<str:task>/files/<str:digest>/remove", lines.detach, name="line-detach"),
    path(f"{REPORT}/lines/<str:task>/review", lines.review, name="line-review"),
    path("editions/", editions.editions, name="editions"),
    path(f"{EDITION}/", editions.edition, name="edition"),
    path(f"{EDITION}/publish", editions.publish, name="edition-publish"),
    path(f"{EDITION}/files/<str:name>", editions.file, name="edition-file"),
    path("published-rates/", rates.published, name="published-rates"),
    path("trail/", trail.trail, name="trail"),
]
