"""Accounts, grants and tokens: plain dated tables. A grant is ended by its last day, never deleted."""

import re
from typing import Any, ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.password_validation import validate_password
from django.core.validators import RegexValidator
from django.db import models
from django.db.models import F, Q

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
    """A person or a service that may sign in. `agency` is the code of the agency it works for; empty: none."""

    username = models.CharField(max_length=100, unique=True, validators=[RegexValidator(r"^[a-z0-9][a-z0-9._@-]*\Z")])
    full_name = models.CharField(max_length=200)
    agency = models.CharField(max_length=40, blank=True, default="")
    email = models.EmailField(blank=True, default="")
    language = models.CharField(max_length=2, choices=[("vi", "Tiếng Việt"), ("en", "English")], default="vi")
    is_active = models.BooleanField(default=True)
    created = models.DateTimeField(auto_now_add=True)

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


class GrantRow(models.Model):
    """A role an account holds from `since` to `until` (its last day; empty: open). `agency` limits it to one agency."""

    account = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="grants")
    role = models.CharField(max_length=40)
    agency = models.CharField(max_length=40, blank=True, default="")
    since = models.DateField(null=True, blank=True)
    until = models.DateField(null=True, blank=True)
    granted_by = models.CharField(max_length=100)
    granted_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ("account_id", "role", "agency", "since")
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=Q(since__isnull=True) | Q(until__isnull=True) | Q(since__lte=F("until")),
                name="grant_ends_after_it_begins",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.account_id}: {self.role} {self.agency}"


class Token(models.Model):
    """A secret by which a command acts as an account. Only its SHA-256 is kept: the token has 256 random bits, so a
    fast hash cannot be guessed back."""

    account = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="tokens")
    name = models.CharField(max_length=100)
    digest = models.BinaryField(max_length=32, unique=True, editable=False)
    created = models.DateTimeField(auto_now_add=True)
    expires = models.DateTimeField()

    class Meta:
        ordering = ("account_id", "name")

    def __str__(self) -> str:
        return f"{self.account_id}: {self.name}"
