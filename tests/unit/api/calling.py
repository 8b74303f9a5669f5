"""A program that speaks to the interface, as the tests play it."""

import json
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

from django.test import Client
from tests.unit.review.making import plan_of
from tests.unit.web_review.serving import client_of

from dicu.store.accounts.tokens import issue

NO_LIMIT = "tests.unit.api.calling.no_limit"
LINE = {"claim": "in-progress", "narrative": "Đã làm."}
REPORT = "/api/v1/reports/demo/2025/TD-LD"


def whole(task: str) -> dict[str, Any]:
    """A line that can go to clearance: for each figure it says why there is none."""
    codes = plan_of().task_by_code[task].indicators
    return {**LINE, "values": [{"indicator": code, "missing": "not-available-yet"} for code in codes]}


def no_limit(request: Any, officer: Any) -> None:
    return None


@dataclass
class Api:
    token: str = ""
    client: Client = field(default_factory=lambda: client_of(None))

    def send(self, method: str, path: str, body: Any = None, *, match: str = "", key: str = "", **headers: str) -> Any:
        """`body`: JSON, or bytes as they are. `path` begins below `/api/v1` unless it begins with `/api`."""
        told = {"Authorization": f"Bearer {self.token}"} if self.token else {}
        told |= {"If-Match": match} if match else {}
        told |= {"Idempotency-Key": key} if key else {}
        told |= {name.replace("_", "-"): value for name, value in headers.items()}
        kind = told.pop("Content-Type", "application/octet-stream" if isinstance(body, bytes) else "application/json")
        data = body if isinstance(body, bytes) else b"" if body is None else json.dumps(body).encode()
        address = path if path.startswith("/api") else f"/api/v1{path}"
        return self.client.generic(method, address, data, content_type=kind, headers=told)

    def get(self, path: str, **more: Any) -> Any:
        return self.send("GET", path, **more)

    def post(self, path: str, body: Any = None, **more: Any) -> Any:
        return self.send("POST", path, body, **more)

    def put(self, path: str, body: Any = None, **more: Any) -> Any:
        return self.send("PUT", path, body, **more)

    def delete(self, path: str, **more: Any) -> Any:
        return self.send("DELETE", path, **more)

    def etag(self, path: str = REPORT) -> str:
        return str(self.get(path).json()["etag"])


def api_of(account: Any | None, lasts: timedelta = timedelta(hours=1)) -> Api:
    return Api(issue(account, "test", datetime.now(UTC) + lasts)) if account is not None else Api()


def problem(answer: Any) -> str:
    """The kind of a problem, once it is seen to be a whole one."""
    assert answer["Content-Type"] == "application/problem+json", answer.content[:300]
    told = answer.json()
    assert told["status"] == answer.status_code and told["title"] and told["detail"]
    assert told["type"].startswith("/api/v1/problems#")
    return str(told["type"].partition("#")[2])
