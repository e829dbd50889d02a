"""The types of service that everybody counts on at any hour."""

from __future__ import annotations

from dos_router.model.service import AMBULANCE, EMERGENCY_DEPARTMENT

ALWAYS_THERE = frozenset({AMBULANCE, EMERGENCY_DEPARTMENT})
