"""Addresses: what messages may show of them, and how a name is put behind one."""

from __future__ import annotations

from pathlib import Path

import pytest

from civstats import address


@pytest.mark.parametrize(
    ("url", "shown"),
    [
        ("data/cura ted?#@b", "data/cura ted?#@b"),
        ("https://example.org:8080/a/b.zip", "https://example.org:8080/a/b.zip"),
        ("https://example.org/of@2023/b", "https://example.org/of@2023/b"),
        ("https://anna:geheim@example.org/x", "https://example.org/x"),
        ("https://geheim@example.org/x", "https://example.org/x"),
        ("s3://key:ge/he+im@bucket/a", "s3://bucket/a"),
        ("s3://key:ge heim@bucket/a b", "s3://bucket/a b"),
        ("s3://key:ge?he#im@bucket/a", "s3://bucket/a"),
        ("s3://key:geheim@bucket/a@b", "s3://b"),  # the key might hold the first @
        ("https://example.org/s.zip?token=geheim&x=a/b c", "https://example.org/s.zip?…"),
        ("https://example.org/s.zip#token=geheim", "https://example.org/s.zip?…"),
        ("https://anna:geheim@example.org/x?sig=geheim@b", "https://b"),
    ],
)
def test_what_is_shown_of_an_address(url: str, shown: str) -> None:
    assert address.shown(url) == shown
    assert address.shown(shown) == shown


@pytest.mark.parametrize(
    ("text", "url", "said"),
    [
        ("", "", "OSError"),
        ("one\ntwo", "", "one"),
        ("is it there?no: x=1", "", "is it there?no: x=1"),
        (
            "403, message='Forbidden', url='http://h/a.zip?token=geheim&b=c'",
            "",
            "403, message='Forbidden', url='http://h/a.zip?…'",
        ),
        ("Cannot parse URI: 's3://key:geheim@bucket/a b' at 3", "", "Cannot parse URI: 's3://bucket/a b' at 3"),
        ("no 's3://key:ge heim@bucket/a' here", "s3://key:ge heim@bucket/a", "no 's3://bucket/a' here"),
        ("not a port: 'ge', not a message", "ftp://anna:ge/heim@host/", "not a port: '…', not a message"),
        ("login of anna with p@ss failed", "ftp://anna:p%40ss@host/", "login of … with … failed"),
        ("x" * 1000, "", "x" * 300),
    ],
)
def test_what_an_error_says(text: str, url: str, said: str) -> None:
    assert address.said(OSError(text), url) == said


@pytest.mark.parametrize(
    ("url", "name", "joined"),
    [
        ("http://h", "a.json", "http://h/a.json"),
        ("http://h/a b/", "c", "http://h/a b/c"),
        ("http://h/a/?sig=x/y%2F/", "c", "http://h/a/c?sig=x/y%2F/"),
        ("http://h/a.zip/?sig=x/", "", "http://h/a.zip?sig=x/"),
        ("http://anna:b@h:80/a", "", "http://anna:b@h:80/a"),
    ],
)
def test_a_name_stands_before_the_query(url: str, name: str, joined: str) -> None:
    assert address.joined(url, name) == joined


def test_schemes_and_paths(tmp_path: Path) -> None:
    assert address.normal("HTTP://Host/A") == "http://Host/A"
    assert address.normal("Data/Curated") == "Data/Curated"
    assert address.local((tmp_path / "数据 ?#%").as_uri()) == tmp_path / "数据 ?#%"
    assert address.local("file://localhost/a") == Path("/a")
