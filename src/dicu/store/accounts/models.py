"""Accounts, grants, tokens and what was opened in an emergency: what the ledger's streams `access/…` and `openings/…` say, as
rows. A grant is ended by its last day, never deleted.

What the ledger does not hold stands here alone: passwords, digests of tokens, and what is personal (name, address).
"""

import re
import uuid
from typing import Any, ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.password_validation import validate_password
from django.core.validators import RegexValidator
from django.db import models
from django.db.models import F, Q

from dicu.access.clearances import LEVELS, OPEN
from dicu.vocabulary.text import normalised

USERNAME = re.compile(r"[a-z0-9][a-z0-9._@-]*")


def username_as_kept(text: str) -> str:
    """Usernames are one string however they are typed: NFC, lower case, no surrounding space."""
    return normalised(text).strip().lower()


class AccountManager(BaseUserManager["Account"]):
    def create_account(self, username: str, password: str | None, **facts: Any) -> "Account":
        """A new account, checked whole before it is stored. `password` None: it cannot sign in on a page."""
        account = self.model(username=username_as_kept(username), **facts)
        if password is not None:
            validate_password(password, account)
        account.set_password(password)
        account.full_clean()
        account.save(using=self._db)
        return account

    def get_by_natural_key(self, username: str | None) -> "Account":
        """Raises DoesNotExist also for what no username can be, without asking the database, which takes no NUL."""
        kept = username_as_kept(username or "")
        if not USERNAME.fullmatch(kept):
            raise self.model.DoesNotExist
        return self.get(username=kept)


class Account(AbstractBaseUser):
    """A person or a service that may sign in. `agency` is the code of the agency it works for; empty: none.

    `service`: a program, which has tokens and no password. `opened_until`: until then it is worth looking for openings.
    """

    username = models.CharField(max_length=100, unique=True, validators=[RegexValidator(r"^[a-z0-9][a-z0-9._@-]*\Z")])
    full_name = models.CharField(max_length=200)
    agency = models.CharField(max_length=40, blank=True, default="")
    email = models.EmailField(blank=True, default="")
    language = models.CharField(max_length=2, choices=[("vi", "Tiếng Việt"), ("en", "English")], default="vi")
    service = models.BooleanField(default=False, db_default=False)
    is_active = models.BooleanField(default=True)
    created = models.DateTimeField(auto_now_add=True)
    opened_until = models.DateTimeField(null=True, blank=True, editable=False)

    objects: ClassVar[AccountManager] = AccountManager()

    USERNAME_FIELD = "username"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["full_name"]

    class Meta:
        ordering = ("username",)

    def __str__(self) -> str:
        return self.username

    def set_password(self, raw_password: str | None) -> None:
        """One password however a keyboard composes its marks: hashed in NFC."""
        super().set_password(raw_password and normalised(raw_password))

    def check_password(self, raw_password: str) -> bool:
        return super().check_password(normalised(raw_password))

    def get_full_name(self) -> str:
        return self.full_name

    def get_short_name(self) -> str:
        return self.full_name


def before_the_ledger() -> str:
    """The key of a row that no entry made."""
    return f"before/{uuid.uuid4()}"


class GrantRow(models.Model):
    """A role an account holds from `since` to `until` (its last day; empty: open). `agency` limits it to one agency,
    `clearance` to things of that level and below. `ended`: from this day on it does not hold, whatever `until` says.

    `key` names the entry that gave it: stream and number.
    """

    key = models.CharField(max_length=160, unique=True, default=before_the_ledger, editable=False)
    account = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="grants")
    role = models.CharField(max_length=40)
    agency = models.CharField(max_length=40, blank=True, default="")
    since = models.DateField(null=True, blank=True)
    until = models.DateField(null=True, blank=True)
    clearance = models.CharField(max_length=20, default=OPEN, db_default=OPEN)
    ended = models.DateField(null=True, blank=True)
    granted_by = models.CharField(max_length=100)
    granted_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ("account_id", "role", "agency", "since")
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=Q(since__isnull=True) | Q(until__isnull=True) | Q(since__lte=F("until")),
                name="grant_ends_after_it_begins",
            ),
            models.CheckConstraint(condition=Q(clearance__in=LEVELS), name="grant_has_a_clearance"),
        ]

    def __str__(self) -> str:
        return f"{self.account_id}: {self.role} {self.agency}"


class Token(models.Model):
    """A secret by which a command acts as an account. Only its SHA-256 is kept: the token has 256 random bits, so a
    fast hash cannot be guessed back."""

    key = models.CharField(max_length=160, unique=True, default=before_the_ledger, editable=False)
    account = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="tokens")
    name = models.CharField(max_length=100)
    digest = models.BinaryField(max_length=32, unique=True, editable=False)
    created = models.DateTimeField(auto_now_add=True)
    expires = models.DateTimeField()
    revoked = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("account_id", "name")

    def __str__(self) -> str:
        return f"{self.account_id}: {self.name}"


class OpeningRow(models.Model):
    """What somebody opened in an emergency; `key` is its stream. The row is seen by who opened it, by the agency whose thing
    it is, and by who sees everything: the database's second lock stands before it."""

    key = models.CharField(primary_key=True, max_length=200)
    account = models.CharField(max_length=100)
    role = models.CharField(max_length=40)
    what = models.CharField(max_length=40)
    agency = models.CharField(max_length=40)
    attributes = models.JSONField()
    reason = models.TextField()
    since = models.DateTimeField()
    until = models.DateTimeField()
    ended = models.DateTimeField(null=True, blank=True)
    ended_by = models.CharField(max_length=100, blank=True, default="")

    class Meta:
        ordering = ("-since", "key")
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=("account", "until"), name="opening_account"),
            models.Index(fields=("agency", "since"), name="opening_agency"),
        ]

    def __str__(self) -> str:
        return self.key
