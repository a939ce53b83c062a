"""Whether an engine is one's own: sources that are `local_only` are sent nowhere else."""

import ipaddress
import socket
from collections.abc import Iterable
from urllib.parse import urlsplit

from thoughtmill.errors import EngineError


def is_own(url: str) -> bool:
    """Whether the host of a URL has no address that the whole internet can reach, as this machine resolves it."""
    host = urlsplit(url).hostname or ""
    try:
        found = {entry[4][0] for entry in socket.getaddrinfo(host, None)}
    except (OSError, UnicodeError):
        return False
    return bool(found) and not any(ipaddress.ip_address(str(address).partition("%")[0]).is_global for address in found)


def keep_at_home(sources: Iterable[str], urls: Iterable[str]) -> None:
    """Raises EngineError if questions of these sources (`local_only`) would go to a host that is not one's own."""
    if (names := ", ".join(sources)) and (strange := [url for url in urls if not is_own(url)]):
        hosts = ", ".join(dict.fromkeys(urlsplit(url).hostname or url for url in strange))
        raise EngineError(
            f"an engine with a private address: {names} must stay here (local_only)",
            f"{hosts}, which is a public host, or unknown",
            "name an engine of your own network by its address, or take `local_only` out of these sources",
        )
