"""The locks follow the project: all that is asked for is there, in a version that suits, by hash alone."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest
from packaging.requirements import Requirement

ROOT = Path(__file__).resolve().parents[3]
LOCKS = ("requirements.lock", "requirements-dev.lock")


def _locked(name: str) -> list[tuple[Requirement, int]]:
    """Each requirement of a lock, with how many hashes it has."""
    text = (ROOT / "packaging" / name).read_text().replace("\\\n", " ")
    entries = [line for line in text.splitlines() if line and not line.startswith("#")]
    return [(Requirement(entry.split("--hash")[0]), entry.count("--hash=sha256:")) for entry in entries]


def _asked(extras: tuple[str, ...]) -> list[Requirement]:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    lists = [project["dependencies"], *(project["optional-dependencies"][extra] for extra in extras)]
    return [Requirement(text) for texts in lists for text in texts]


def _plain(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


@pytest.mark.parametrize("lock", LOCKS)
def test_every_package_is_one_version_with_hashes(lock: str) -> None:
    for requirement, hashes in _locked(lock):
        assert hashes, f"{requirement.name} has no hash"
        assert [spec.operator for spec in requirement.specifier] == ["=="], str(requirement)


@pytest.mark.parametrize("lock", LOCKS)
def test_no_addresses(lock: str) -> None:
    assert not re.search(r"://|\bindex-url\b|find-links| @ ", (ROOT / "packaging" / lock).read_text())


@pytest.mark.parametrize(
    ("lock", "extras"), [("requirements.lock", ()), ("requirements-dev.lock", ("dev", "base-model"))]
)
@pytest.mark.parametrize("python", ["3.11", "3.12", "3.13"])
def test_what_the_project_asks_for_is_locked(lock: str, extras: tuple[str, ...], python: str) -> None:
    here = {"python_version": python, "python_full_version": f"{python}.1"}
    locked = {
        _plain(requirement.name): next(iter(requirement.specifier)).version
        for requirement, _ in _locked(lock)
        if requirement.marker is None or requirement.marker.evaluate(here)
    }
    for asked in _asked(extras):
        if asked.marker is None or asked.marker.evaluate(here):
            assert locked[_plain(asked.name)] in asked.specifier, str(asked)


def test_tests_run_with_what_users_run_with() -> None:
    assert {str(requirement) for requirement, _ in _locked(LOCKS[0])} <= {
        str(requirement) for requirement, _ in _locked(LOCKS[1])
    }
