"""Regions and districts by typed names."""

from __future__ import annotations

from uuid import UUID

import pytest

from cluster_desktop.excel.places import Places, by_key
from cluster_desktop.query import Ref

KOSTANAY = Ref(UUID(int=1), "Қостанай облысы")
ALMATY = Ref(UUID(int=2), "Алматы облысы")
CITY = Ref(UUID(int=3), "Алматы қаласы")
KARASU = Ref(UUID(int=4), "Қарасу ауданы")
PLACES = Places(
    by_key(
        [
            (KOSTANAY, ("Қостанай облысы", "Костанайская область")),
            (ALMATY, ("Алматы облысы", "Алматинская область")),
            (CITY, ("Алматы қаласы", "город Алматы")),
        ]
    ),
    by_key([(KARASU, ("Қарасу ауданы", "Карасуский район"))]),
)


@pytest.mark.parametrize(
    ("typed", "region", "district", "unknown"),
    [
        ("Қостанай облысы", KOSTANAY, None, []),
        ("костанай", KOSTANAY, None, []),
        ("Костанайская обл., Карасуский р-н", KOSTANAY, KARASU, []),
        ("Қостанай облысы / Костанайская область", KOSTANAY, None, []),
        ("г. Алматы", CITY, None, []),
        ("Алматы обл.", ALMATY, None, []),
        ("Алматы", None, None, ["Алматы"]),
        ("Қостанай облысы, Жоқ ауданы", KOSTANAY, None, ["Жоқ ауданы"]),
        ("", None, None, []),
    ],
)
def test_places_are_found(
    typed: str, region: Ref | None, district: Ref | None, unknown: list[str]
) -> None:
    assert PLACES.find(typed) == (region, district, unknown)
