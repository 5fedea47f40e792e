"""The people of the tests of accounts."""

from __future__ import annotations

import pytest

from apps.organisations.models import User
from tests.factories import UserFactory
from tests.organisations.accounts.steps import PASSWORD


@pytest.fixture
def ans(db: None) -> User:
    return UserFactory(email="ans@example.org", password=PASSWORD)


@pytest.fixture
def bram(db: None) -> User:
    return UserFactory(email="bram@example.org", password=PASSWORD)
