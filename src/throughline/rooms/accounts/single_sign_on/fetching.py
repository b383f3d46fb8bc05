"""Asking an identity provider something from this server: to the address an administrator gave, and no further."""

import http.client
import ipaddress
import json
import urllib.error
import urllib.request
from typing import Any
from urllib.parse import urlencode, urlsplit

from django.conf import settings

LONGEST_SECONDS = 10
MOST_BYTES = 1_000_000


class CannotAsk(Exception):
    """The identity provider did not answer as it should; `reason` is a code for the record, with no person in it."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class _NoDetours(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *_args: Any, **_kwargs: Any) -> None:
        return None


_OPENER = urllib.request.build_opener(_NoDetours)


def is_safe_address(url: str) -> bool:
    """This function will tell whether a provider may be asked there: by HTTPS, or in the demo on this machine."""
    try:
        parts = urlsplit(url)
        port_reads = parts.port is None or parts.port > 0
    except ValueError:
        return False
    if not parts.hostname or parts.username or parts.fragment or not port_reads:
        return False
    return parts.scheme == "https" or (parts.scheme == "http" and bool(settings.IS_DEMO) and _is_here(parts.hostname))


def ask(url: str, *, form: dict[str, str] | None = None, headers: dict[str, str] | None = None) -> dict[str, Any]:
    """This function will fetch a JSON object; with `form`, by posting it.

    **Raises** `CannotAsk` where the address is not a safe one, or what comes back is no object of JSON.
    """
    if not is_safe_address(url):
        raise CannotAsk("unsafe address")
    body = urlencode(form).encode() if form is not None else None
    request = urllib.request.Request(url, body, {"Accept": "application/json", **(headers or {})})  # noqa: S310 # checked
    try:
        with _OPENER.open(request, timeout=LONGEST_SECONDS) as answer:
            said = json.loads(answer.read(MOST_BYTES))
    except urllib.error.HTTPError as error:
        error.close()
        raise CannotAsk(f"answered {error.code}") from error
    except (OSError, http.client.HTTPException) as error:
        raise CannotAsk("not reached") from error
    except ValueError as error:
        raise CannotAsk("not JSON") from error
    if not isinstance(said, dict):
        raise CannotAsk("not an object")
    return said


def _is_here(host: str) -> bool:
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False
