"""Addresses of datasets as text: URLs put together, and what messages may show of them."""

from __future__ import annotations

import re
from pathlib import Path
from urllib.parse import unquote, urlsplit, urlunsplit

_SECRETS = re.compile(r"://(?=[^/]*[:@])(.*)@", re.S)
"""A user, password or key and the ``@`` behind. Keys hold slashes, so it may reach to the last ``@``."""
_SECRETS_IN_TEXT = re.compile(r"://(?=[^/\s]*[:@])\S*@")
_QUERY_IN_TEXT = re.compile(r"(://[^\s?#]*)[?#](?!…)\S*?(?=[^\w\s]*(?:\s|$))")
_LONGEST = 300


def normal(address: str) -> str:
    """``address`` with its scheme in lower case, as all readers take it."""
    scheme, separator, rest = address.partition("://")
    return f"{scheme.lower()}://{rest}" if separator else address


def is_http(url: str) -> bool:
    return url.startswith(("http://", "https://"))


def is_zip(url: str) -> bool:
    return url.partition("?")[0].rstrip("/").lower().endswith(".zip")


def local(url: str) -> Path:
    """The path that a ``file://`` URL means; raises OSError for one of another machine."""
    from urllib.request import url2pathname  # brings all of http along, which no folder needs

    parts = urlsplit(url)
    other = "" if parts.netloc in {"", "localhost"} else f"//{parts.netloc}"
    return Path(url2pathname(other + parts.path))


def joined(url: str, name: str) -> str:
    """The address of ``name`` below an http ``url``, whose query, a signature say, stays behind; empty: of ``url``."""
    parts = urlsplit(url)
    return urlunsplit(parts._replace(path=f"{parts.path.rstrip('/')}/{name}".rstrip("/")))


def shown(address: str) -> str:
    """``address`` as messages may show it: without user, password or key, and without what a query says.

    Rather too little than a part of a secret is shown: behind ``name:`` or a first ``@`` all goes up to the last one.
    """
    if "://" not in address:
        return address
    return re.sub(r"[?#].*", "?…", _SECRETS.sub("://", address), count=1, flags=re.S)


def said(error: BaseException, address: str = "") -> str:
    """What ``error`` says, in one line, or its kind where it says nothing; addresses in it as `shown` has them.

    Other libraries repeat the address that they were given, or parts of it.
    """
    text = str(error).replace(address, shown(address)) if address else str(error)
    text = _QUERY_IN_TEXT.sub(r"\1?…", _SECRETS_IN_TEXT.sub("://", text))
    for secret in _secrets(address):
        text = re.sub(rf"(?<!\w){re.escape(secret)}(?!\w)", "…", text)
    lines = text.strip().splitlines()
    return lines[0][:_LONGEST] if lines else type(error).__name__


def _secrets(address: str) -> set[str]:
    found = _SECRETS.search(address)
    words = re.split(r"[:@/?#\s]", found[1]) if found else []
    return {form for word in words for form in (word, unquote(word)) if form}
