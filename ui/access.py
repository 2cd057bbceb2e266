"""Tell staff from the public: a shared password or the office's own sign-in.

`python -m ui.access` asks for a password and prints the hash for `STAFF_PASSWORD_HASH`.
"""

from __future__ import annotations

import base64
import binascii
import getpass
import hashlib
import hmac
import logging
import secrets
import threading
import time
from collections import OrderedDict
from collections.abc import Mapping
from typing import Any, cast

import streamlit as st
from streamlit.errors import StreamlitSecretNotFoundError

from ui.service import service
from ui.talks import RateLimit

SCRYPT_N, SCRYPT_R, SCRYPT_P = 2**15, 8, 1
# Bounds on what a hash may ask for, so that a typing slip cannot exhaust the server.
_MEMORY_AT_MOST = 256 * 1024 * 1024
_ROUNDS_AT_MOST = 10_000_000
SIGNED_IN_SECONDS = 8 * 3600.0
TRIES_PER_ADDRESS = 5
TRIES_IN_ALL = 30
_ADDRESSES_KEPT = 5_000
log = logging.getLogger(__name__)


class NotStaffError(PermissionError):
    """Report an action that only staff may take."""

    def __init__(self) -> None:
        super().__init__("only signed-in staff may do this; sign in on the about page")


# --- the shared password ------------------------------------------------------------------


def hash_password(password: str) -> str:
    """Return the scrypt hash of a password with a fresh salt."""
    salt = secrets.token_bytes(16)
    key = _scrypt(password, salt, SCRYPT_N, SCRYPT_R, SCRYPT_P)
    return f"scrypt${SCRYPT_N}${SCRYPT_R}${SCRYPT_P}${_encode(salt)}${_encode(key)}"


def check_password(password: str, stored: str) -> bool:
    """Compare in constant time with a hash, `scrypt$n$r$p$salt$key` or `pbkdf2_sha256$n$salt$key`.

    A hash that cannot be read lets nobody in, and is logged.
    """
    kind, *parts = stored.strip().split("$")
    try:
        if kind == "scrypt":
            n, r, p, salt, key = parts
            made = _scrypt(password, _decode(salt), int(n), int(r), int(p))
        elif kind == "pbkdf2_sha256":
            rounds, salt, key = parts
            if int(rounds) > _ROUNDS_AT_MOST:
                raise ValueError(f"{rounds} rounds are too many")
            made = hashlib.pbkdf2_hmac(
                "sha256", password.encode(), _decode(salt), int(rounds), dklen=len(_decode(key))
            )
        else:
            raise ValueError(f"unknown kind {kind!r}")
        return hmac.compare_digest(made, _decode(key))
    except (ValueError, binascii.Error) as error:
        log.error("STAFF_PASSWORD_HASH cannot be used (%s); make one: python -m ui.access", error)
        return False


def _scrypt(password: str, salt: bytes, n: int, r: int, p: int) -> bytes:
    return hashlib.scrypt(
        password.encode(), salt=salt, n=n, r=r, p=p, maxmem=_MEMORY_AT_MOST, dklen=32
    )


def _encode(raw: bytes) -> str:
    return base64.b64encode(raw).decode()


def _decode(text: str) -> bytes:
    return base64.b64decode(text, validate=True)


class Tries:
    """Limit attempts to sign in, by address and in all."""

    def __init__(self) -> None:
        self._all = RateLimit(TRIES_IN_ALL)
        self._by_address: OrderedDict[str, RateLimit] = OrderedDict()
        self._lock = threading.Lock()

    def allow(self, address: str) -> bool:
        """Count one attempt and tell whether it may be made."""
        with self._lock:
            limit = self._by_address.setdefault(address, RateLimit(TRIES_PER_ADDRESS))
            self._by_address.move_to_end(address)
            while len(self._by_address) > _ADDRESSES_KEPT:
                self._by_address.popitem(last=False)
        return limit.allow() and self._all.allow()


@st.cache_resource(show_spinner=False)
def _tries() -> Tries:
    return Tries()


# --- who is here --------------------------------------------------------------------------


def has_password() -> bool:
    """Tell whether a shared password is set."""
    return service().options.staff_password_hash is not None


def _secrets(section: str) -> Mapping[str, Any] | None:
    try:
        found = st.secrets.get(section)
    except StreamlitSecretNotFoundError:
        return None
    return cast("Mapping[str, Any] | None", found)


def has_oidc() -> bool:
    """Tell whether the office's own sign-in is configured in `.streamlit/secrets.toml`."""
    return _secrets("auth") is not None


def needs_sign_in() -> bool:
    """Tell whether there is any way to sign in."""
    return has_password() or has_oidc()


def is_public_mode() -> bool:
    """Tell whether visitors may read without signing in."""
    return service().options.disclosure_mode == "public"


def is_staff() -> bool:
    """Tell whether this session may change what is loaded."""
    if not needs_sign_in():
        return not is_public_mode()
    return _has_signed_in() or _is_known_account()


def _has_signed_in() -> bool:
    until: float = st.session_state.get("staff_until", 0.0)
    return has_password() and time.monotonic() < until


def _is_known_account() -> bool:
    """Accept an account only where `[staff]` in the secrets lists it or its domain."""
    if not has_oidc() or not st.user.get("is_logged_in", False):
        return False
    email = str(st.user.get("email") or "").lower()
    if not email or st.user.get("email_verified") is False:
        return False
    staff = _secrets("staff") or {}
    emails = {str(one).lower() for one in staff.get("emails", [])}
    domains = {str(one).lower() for one in staff.get("domains", [])}
    return email in emails or email.rpartition("@")[2] in domains


def may_read() -> bool:
    """Tell whether this session may see the pages at all."""
    return is_public_mode() or is_staff()


def require_staff() -> None:
    """Raise NotStaffError unless this session may change what is loaded."""
    if not is_staff():
        raise NotStaffError


def sign_in(password: str) -> bool | None:
    """Sign in with the shared password; None where there were too many attempts."""
    if not _tries().allow(st.context.ip_address or "local"):
        return None
    stored = service().options.staff_password_hash
    if stored is None or not check_password(password, stored.get_secret_value()):
        return False
    st.session_state.staff_until = time.monotonic() + SIGNED_IN_SECONDS
    return True


def sign_out() -> None:
    """Forget that this session signed in."""
    st.session_state.pop("staff_until", None)
    if has_oidc() and st.user.get("is_logged_in", False):
        st.logout()


if __name__ == "__main__":
    first = getpass.getpass("Password for staff: ")
    if not first or first != getpass.getpass("Once more: "):
        raise SystemExit("The two differ or are empty; nothing made.")
    print(f"STAFF_PASSWORD_HASH='{hash_password(first)}'")
