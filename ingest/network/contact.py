"""Who asks: nobody on the network is asked anything without being told how to reach us."""

from __future__ import annotations

import platform
import re

from ingest import __version__
from ingest.errors import OnlineError

#: A way to be reached, such as may stand in the header of a request.
CONTACT = re.compile(r"mailto:[!-'*-?A-~]+@[!-'*-?A-~]+|https://[!-'*-~]+")


def user_agent(contact: str, software: str) -> str:
    """Return what we say of ourselves, in the form that Wikimedia's policy prefers.

    Args:
        contact: ``mailto:…`` or ``https://…``.
        software: what sends the requests, as ``name/version``.

    Raises:
        OnlineError: there is no contact, or it is none.
    """
    if not contact:
        raise OnlineError(
            "Nothing is asked over the network without saying who asks: those who are asked want a contact.",
            'Put `contact = "mailto:you@example.org"` (or an https address of yours) into hearsay.toml.',
        )
    if not CONTACT.fullmatch(contact):
        raise OnlineError(
            f"The contact {contact!r} is none.", 'Give "mailto:you@example.org" or an https address.'
        )
    return f"Hearsay/{__version__} ({contact}) {software} Python/{platform.python_version()}"
