"""Addresses of one's own account and of the ways in."""

from django.urls import path

from dicu.web.account import (
    authenticator,
    by_passkey,
    by_provider,
    confirming,
    overview,
    passkeys,
    password,
    recovery,
    second,
    sessions,
    tokens,
)
from dicu.web.speaking import spoken

urlpatterns = [
    path("sign-in/second", second.second, name="sign-in-second"),
    path("sign-in/passkey", by_passkey.enter, name="sign-in-passkey"),
    path("sign-in/passkey/options", by_passkey.options, name="sign-in-passkey-options"),
    path("sign-in/provider", by_provider.start, name="sign-in-provider"),
    path("sign-in/provider/refused", by_provider.refused, name="sign-in-provider-refused"),
    path("account/begin", password.begin, name="begin"),
    *spoken(
        [
            path("account", overview.account, name="account"),
            path("account/password", password.change, name="password"),
            path("account/confirm", confirming.confirm, name="confirm"),
            path("account/confirm/passkey", by_passkey.confirm, name="confirm-passkey"),
            path("account/confirm/passkey/options", by_passkey.options_to_confirm, name="confirm-passkey-options"),
            path("account/second-factor", overview.second_factor, name="second-factor"),
            path("account/authenticator", authenticator.index, name="authenticator"),
            path("account/passkeys", passkeys.index, name="passkeys"),
            path("account/passkeys/options", passkeys.options, name="passkey-options"),
            path("account/passkeys/<str:number>", passkeys.change, name="passkey"),
            path("account/recovery-codes", recovery.index, name="recovery-codes"),
            path("account/sessions", sessions.index, name="sessions"),
            path("account/tokens", tokens.index, name="tokens"),
        ]
    ),
]
"""Before anybody is known to ask there is nobody to speak as; from then on every page speaks as its officer."""

without_language = [path("oidc/back", by_provider.back, name="sign-in-provider-back")]
"""What a provider is told once, and cannot have in two languages."""
