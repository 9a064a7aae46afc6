"""The world of the security tests, and the same time in every thread."""

from __future__ import annotations

import pytest

from tests.security.conftest import _at_the_time_of_the_world, _without_libreoffice, world

__all__ = ["_at_the_time_of_the_world", "_without_libreoffice", "pytest", "world"]
