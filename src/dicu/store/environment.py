"""What the house is told by its surroundings: environment variables, secret files, the embedded server's address.

A secret `X` (a key, an address with a password) may instead be given as `X_FILE`, the path of a file that holds it, so
that it need not stand in the environment. Giving both is refused: nobody could tell which one was meant.
"""

import json
import os
import re
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any
from urllib.parse import SplitResult, parse_qsl, unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured

from dicu.vocabulary.messages import Refused, T

CONNECTION_OPTIONS = frozenset({"sslmode", "sslrootcert", "sslcert", "sslkey", "connect_timeout", "application_name"})
ADDRESS = re.compile(r"https?://[A-Za-z0-9.:\[\]-]+(/[A-Za-z0-9._~/-]*)?")
SENDER = re.compile(r"[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]+@[A-Za-z0-9.-]+")
YES_OR_NO = {"true": True, "false": False}


class Unconfigured(Refused, ImproperlyConfigured):
    """The house was not told something it needs, or was told something it does not understand."""


def home(environment: Mapping[str, str] = os.environ) -> Path:
    """The folder that holds what this installation keeps outside the database: secrets, files, the embedded server."""
    return Path(environment.get("DICU_HOME") or "var").absolute()


def production(environment: Mapping[str, str] = os.environ) -> bool:
    """Whether this installation serves in earnest: then nothing that is made for demonstration or tests is accepted."""
    return environment.get("DICU_ENVIRONMENT", "") == "production"


def instance(environment: Mapping[str, str] = os.environ) -> str:
    """The sovereign whose installation this is, by its short name: vn, gb. It stands in every entry and checkpoint."""
    name = environment.get("DICU_INSTANCE") or "vn"
    if not (name.isascii() and name.isalnum() and name.islower() and len(name) <= 40):
        raise Unconfigured(T("DICU_INSTANCE is “{value}”. Write a short name in small letters, like vn.", value=name), "DICU_INSTANCE")
    return name


def told(name: str, environment: Mapping[str, str] = os.environ) -> str:
    """The value of `name`, from itself or from the file that `name`_FILE names; empty if neither is given."""
    value, path = environment.get(name, ""), environment.get(f"{name}_FILE", "")
    if value and path:
        raise Unconfigured(T("Both {name} and {name}_FILE are set. Set only one of them.", name=name), where=name)
    if not path:
        return value
    if kept := _contents(f"{name}_FILE", Path(path)):
        return kept
    raise Unconfigured(T("The file {path}, which {name} names, is empty.", path=path, name=f"{name}_FILE"), where=f"{name}_FILE")


def yes(name: str, environment: Mapping[str, str] = os.environ) -> bool:
    """A switch; off unless told otherwise."""
    value = environment.get(name, "") or "false"
    if value not in YES_OR_NO:
        raise Unconfigured(T("{name} is “{value}”. Write true or false.", name=name, value=value), where=name)
    return YES_OR_NO[value]


def listed(name: str, default: str, environment: Mapping[str, str] = os.environ) -> list[str]:
    """A list written with commas."""
    return [part.strip() for part in (environment.get(name) or default).split(",") if part.strip()]


def one_of(name: str, words: Sequence[str], default: str, environment: Mapping[str, str] = os.environ) -> str:
    value = environment.get(name) or default
    if value not in words:
        raise Unconfigured(T("{name} is “{value}”. Write one of: {words}.", name=name, value=value, words=", ".join(words)), where=name)
    return value


def number(name: str, default: int, least: int, most: int, environment: Mapping[str, str] = os.environ) -> int:
    value = environment.get(name) or str(default)
    if not (value.isascii() and value.isdecimal() and least <= int(value) <= most):
        raise Unconfigured(
            T("{name} is “{value}”. Write a whole number from {least} to {most}.", name=name, value=value, least=least, most=most),
            where=name,
        )
    return int(value)


def secret_key(environment: Mapping[str, str] = os.environ) -> str:
    """The key that signs sessions. There is no default: a key that everybody knows is no key."""
    key = told("DICU_SECRET_KEY", environment) or _kept(home(environment) / "secrets" / "django-key")
    if not key:
        raise Unconfigured(
            T(
                "The key that signs sessions is missing. Put at least 50 random characters into {path}, or set DICU_SECRET_KEY.",
                path=str(home(environment) / "secrets" / "django-key"),
            ),
            where="DICU_SECRET_KEY",
        )
    if len(key) < 50:
        raise Unconfigured(T("The key that signs sessions is too short. Use at least 50 random characters."), "DICU_SECRET_KEY")
    return key


def databases(environment: Mapping[str, str] = os.environ) -> dict[str, dict[str, Any]]:
    """`default` speaks as the application's role, `owner` (where given) as the role that owns the tables and migrates.

    A URL in the environment wins; without any, the embedded server's connection file is read; without that, empty. In
    production nothing but a URL will do.
    """
    names = {"default": "DICU_DATABASE_URL", "owner": "DICU_OWNER_DATABASE_URL"}
    urls = {alias: told(name, environment) for alias, name in names.items()}
    if urls["default"]:
        return _tied({alias: database(url, where=names[alias]) for alias, url in urls.items() if url})
    if production(environment) or urls["owner"]:
        raise Unconfigured(
            T(
                "The address of the PostgreSQL server is missing. Give it in {name}; the embedded database serves demonstration "
                "and tests only.",
                name=names["default"],
            ),
            where=names["default"],
        )
    return _embedded(home(environment) / "postgres" / "connection.json")


def database(url: str, where: str = "") -> dict[str, Any]:
    """Django's form of `postgresql://user:password@host:port/name?sslmode=…`; `?host=/folder` names a socket's folder."""
    parts = _split(url, where)
    options = dict(parse_qsl(parts.query, keep_blank_values=True))
    host, port = _place(parts.netloc)
    host, port = options.pop("host", "") or host, options.pop("port", "") or port or "5432"
    if parts.scheme not in {"postgres", "postgresql"} or not (host and parts.path.strip("/") and parts.username) or parts.fragment:
        raise _no_address(where)
    if unknown := sorted(options.keys() - CONNECTION_OPTIONS):
        raise Unconfigured(T("{name} has an option that is not known: {option}.", name=where, option=unknown[0]), where)
    return connection(
        host=host,
        port=_port(port, where),
        name=unquote(parts.path.strip("/")),
        user=unquote(parts.username),
        password=unquote(parts.password or ""),
        options=options,
    )


def connection(host: str, port: str, name: str, user: str, password: str, options: dict[str, str] | None = None) -> dict[str, Any]:
    return {
        "ENGINE": "django.db.backends.postgresql",
        "HOST": host,
        "PORT": port,
        "NAME": name,
        "USER": user,
        "PASSWORD": password,
        "OPTIONS": {"application_name": "dicu", "connect_timeout": "10", **(options or {})},
        "CONN_HEALTH_CHECKS": True,
        "CONN_MAX_AGE": 60,
    }


def calendars(environment: Mapping[str, str] = os.environ) -> Path | None:
    """The folder with an installation's own overlays of the working-day calendars, if it has any."""
    path = environment.get("DICU_CALENDARS", "")
    return Path(path).absolute() if path else None


def reporting_law(environment: Mapping[str, str] = os.environ) -> Path | None:
    """The file with the reporting law of an installation, in place of the shipped one, if it has any."""
    path = environment.get("DICU_REPORTING_LAW", "")
    return Path(path).absolute() if path else None


def address(environment: Mapping[str, str] = os.environ) -> str:
    """Where people reach this installation, for links in letters: https://dicu.example.vn. Empty: letters have no link."""
    text = environment.get("DICU_ADDRESS", "").rstrip("/")
    if text and not ADDRESS.fullmatch(text):
        raise Unconfigured(
            T("{name} is not an address. Write for example {example}.", name="DICU_ADDRESS", example="https://dicu.example.vn"),
            where="DICU_ADDRESS",
        )
    return text


def mail(environment: Mapping[str, str] = os.environ) -> dict[str, Any] | None:
    """How letters leave: None without DICU_SMTP_URL. `smtp://user:password@host:587` asks for STARTTLS before anything is
    said, `smtps://…` is encrypted from the start, `smtp://localhost?tls=none` is not: then no password may be given."""
    if not (url := told("DICU_SMTP_URL", environment)):
        return None
    try:
        parts = urlsplit(url)
        port, options = parts.port, dict(parse_qsl(parts.query, keep_blank_values=True))
    except ValueError as fault:
        raise _no_mail_server() from fault
    tls = {"smtp": options.pop("tls", "starttls"), "smtps": "tls"}.get(parts.scheme, "")
    if tls not in {"starttls", "tls", "none"} or not parts.hostname or options or parts.path.strip("/") or parts.fragment:
        raise _no_mail_server()
    if tls == "none" and parts.password:
        raise Unconfigured(T("A password never leaves unencrypted: take ?tls=none off the address of the mail server."), "DICU_SMTP_URL")
    sender = environment.get("DICU_MAIL_FROM", "")
    if not SENDER.fullmatch(sender):
        raise Unconfigured(T("Give the address that letters come from in {name}.", name="DICU_MAIL_FROM"), "DICU_MAIL_FROM")
    usual = {"starttls": 587, "tls": 465, "none": 25}[tls]
    told_by = {"user": unquote(parts.username or ""), "password": unquote(parts.password or "")}
    return {"host": parts.hostname, "port": port or usual, "tls": tls, "sender": sender, **told_by}


def _no_mail_server() -> Unconfigured:
    return Unconfigured(
        T(
            "{name} is not the address of a mail server. Write smtp://user:password@host:587 or smtps://user:password@host:465, and "
            "special characters of the password as in %2F for /.",
            name="DICU_SMTP_URL",
        ),
        "DICU_SMTP_URL",
    )


def _tied(found: dict[str, dict[str, Any]]) -> dict[str, dict[str, Any]]:
    """A page is one transaction of the application's role; the owner's role has no part in pages."""
    return {alias: {**facts, "ATOMIC_REQUESTS": alias == "default"} for alias, facts in found.items()}


def _embedded(path: Path) -> dict[str, dict[str, Any]]:
    if not (text := _kept(path)):
        return {}
    try:
        card = json.loads(text)
        where = {"host": card["host"], "port": str(card["port"]), "name": card["database"]}
        roles = {"default": card["app"], "owner": card["owner"]}
        return _tied({alias: connection(**where, user=role["user"], password=role["password"]) for alias, role in roles.items()})
    except (ValueError, KeyError, TypeError) as fault:
        raise Unconfigured(
            T("The embedded database's connection file {path} cannot be read. Start the database again.", path=str(path)),
            where=str(path),
        ) from fault


def _split(url: str, where: str) -> SplitResult:
    try:
        return urlsplit(url)
    except ValueError as fault:
        raise _no_address(where) from fault


def _no_address(where: str) -> Unconfigured:
    return Unconfigured(
        T(
            "{name} is not a PostgreSQL address. Write postgresql://user:password@host:port/database, and special characters of "
            "the password as in %2F for /.",
            name=where,
        ),
        where,
    )


def _place(netloc: str) -> tuple[str, str]:
    """Host and port as they were written: a host may be a socket's folder (%2Frun%2F…), whose capitals must stay."""
    written = netloc.rpartition("@")[2]
    if written.startswith("["):
        host, _, rest = written[1:].partition("]")
        return host, rest.removeprefix(":")
    host, _, port = written.partition(":")
    return unquote(host), port


def _port(port: str, where: str) -> str:
    if not (port.isascii() and port.isdecimal()) or not 0 < int(port) < 65536:
        raise Unconfigured(T("{name} has a port that is no port: {port}.", name=where, port=port), where)
    return port


def _kept(path: Path) -> str:
    return _contents(str(path), path) if path.is_file() else ""


def _contents(name: str, path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8-sig").strip()
    except (OSError, UnicodeDecodeError) as fault:
        raise Unconfigured(T("The file {path}, which {name} names, cannot be read.", path=str(path), name=name), name) from fault
