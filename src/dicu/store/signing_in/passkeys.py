"""Passkeys (WebAuthn). The device asks its owner for a finger, a face or a PIN (user verification is required), so a
passkey is two factors in one: something one has, and something one is or knows."""

import json
import logging
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db import IntegrityError, transaction
from fido2.server import Fido2Server
from fido2.webauthn import (
    AttestedCredentialData,
    AuthenticationResponse,
    PublicKeyCredentialDescriptor,
    PublicKeyCredentialRpEntity,
    PublicKeyCredentialType,
    PublicKeyCredentialUserEntity,
    ResidentKeyRequirement,
    UserVerificationRequirement,
)

from dicu.store.accounts.models import Account
from dicu.store.signing_in import moments
from dicu.store.signing_in.models import Handle, Passkey
from dicu.vocabulary.messages import Refused, T

log = logging.getLogger("dicu.signing_in")

MOST = 10
"""Passkeys of one account."""


class NotAccepted(Refused):
    """The device's answer does not prove what it should."""


NO = T("The passkey was not accepted. Try again, or use another way to sign in.")
DAMAGED = (ValueError, TypeError, KeyError, AttributeError, IndexError)
"""What the library raises for answers that are forged, of another site or no answers at all."""


@dataclass(frozen=True, slots=True)
class Site:
    """What a passkey belongs to: the host alone (`domain`), asked from exactly this `origin` (https://host:port)."""

    domain: str
    origin: str

    def server(self) -> Fido2Server:
        entity = PublicKeyCredentialRpEntity(name="Di Cư", id=self.domain)
        return Fido2Server(entity, verify_origin=lambda origin: origin == self.origin)


def creation(site: Site, account: Account) -> tuple[dict[str, Any], dict[str, Any]]:
    """What to ask the device for, and the state to check its answer with."""
    user = PublicKeyCredentialUserEntity(name=account.username, id=handle(account), display_name=account.full_name)
    options, state = site.server().register_begin(
        user,
        [_descriptor(passkey) for passkey in account.passkeys.all()],
        ResidentKeyRequirement.REQUIRED,
        UserVerificationRequirement.REQUIRED,
    )
    return dict(options), state


def add(site: Site, account: Account, name: str, answer: str, state: Mapping[str, Any]) -> Passkey:
    """Raises NotAccepted."""
    if account.passkeys.count() >= MOST:
        raise NotAccepted(T("An account has at most {most} passkeys. Remove one first.", most=MOST))
    try:
        data = site.server().register_complete(dict(state), json.loads(answer))
    except DAMAGED as fault:
        raise _not_accepted(fault) from fault
    credential = data.credential_data
    if credential is None:
        raise NotAccepted(NO)
    facts = {"credential_id": credential.credential_id, "credential": bytes(credential), "count": data.counter, "name": name}
    try:
        with transaction.atomic():
            return Passkey.objects.create(account=account, created=moments.now(), **facts)
    except IntegrityError as fault:
        raise NotAccepted(T("This passkey is registered already.")) from fault


def request(site: Site, account: Account | None = None) -> tuple[dict[str, Any], dict[str, Any]]:
    """As `creation`, for signing in; without an account the device says whose passkey it is."""
    known = [_descriptor(passkey) for passkey in account.passkeys.all()] if account else None
    options, state = site.server().authenticate_begin(known, UserVerificationRequirement.REQUIRED)
    return dict(options), state


def proved(site: Site, answer: str, state: Mapping[str, Any], account: Account | None = None) -> Account:
    """The active account whose passkey signed; with `account`, it must be that one. Raises NotAccepted."""
    try:
        read = AuthenticationResponse.from_dict(json.loads(answer))
        passkey = Passkey.objects.select_related("account").get(credential_id=read.raw_id)
        site.server().authenticate_complete(dict(state), [AttestedCredentialData(bytes(passkey.credential))], read)
    except (*DAMAGED, Passkey.DoesNotExist) as fault:
        raise _not_accepted(fault) from fault
    whose, said = passkey.account, read.response.user_handle
    fits = whose.is_active and account in {None, whose} and (said is None or said == handle(whose))
    if not fits or (account is None and said is None):
        raise NotAccepted(NO)
    _count(passkey, read.response.authenticator_data.counter)
    return whose


def handle(account: Account) -> bytes:
    """Random and lasting: what devices know the account by."""
    found, _ = Handle.objects.get_or_create(account=account, defaults={"value": secrets.token_bytes(32)})
    return bytes(found.value)


def _count(passkey: Passkey, count: int) -> None:
    """A count that does not grow is the mark of a copied key. Devices that share keys by design always say 0."""
    older = Passkey.objects.filter(pk=passkey.pk, count__lt=count) if count or passkey.count else Passkey.objects.filter(pk=passkey.pk)
    if not older.update(count=count, used=moments.now()):
        log.warning("a passkey's count went back: passkey=%d account=%d", passkey.pk, passkey.account_id)
        raise NotAccepted(NO)


def _descriptor(passkey: Passkey) -> PublicKeyCredentialDescriptor:
    return PublicKeyCredentialDescriptor(type=PublicKeyCredentialType.PUBLIC_KEY, id=bytes(passkey.credential_id))


def _not_accepted(fault: Exception) -> NotAccepted:
    log.warning("passkey not accepted: %s", type(fault).__name__)
    return NotAccepted(NO)
