"""From where a request comes, when servers of ours stand in between."""

import ipaddress

from django.conf import settings
from django.http import HttpRequest


def find_address(request: HttpRequest) -> str:
    """This function will return the address of who sent the request, as far as it can be trusted.

    Each proxy adds whom it was asked by to the end of `X-Forwarded-For`; what stands before the entries of our own
    proxies was written by the client, and is not believed. Of an IPv6 address the network is returned, since one
    household has all the addresses in it.
    """
    peer = str(request.META.get("REMOTE_ADDR", ""))
    said = [part.strip() for part in request.META.get("HTTP_X_FORWARDED_FOR", "").split(",") if part.strip()]
    n_proxies: int = settings.TRUSTED_PROXIES
    if not n_proxies or len(said) < n_proxies:
        return _network(peer)
    return _network(said[-n_proxies]) or _network(peer)


def _network(text: str) -> str:
    """The address as one writes it, or the network of 64 bits it is in; empty where it is none."""
    try:
        address = ipaddress.ip_address(text)
    except ValueError:
        return ""
    if isinstance(address, ipaddress.IPv6Address):
        if address.ipv4_mapped:
            return str(address.ipv4_mapped)
        return str(ipaddress.ip_network((address, 64), strict=False).network_address)
    return str(address)
