"""The words of HSDS that we write and read, and our own attributes."""

from __future__ import annotations

BYDAY = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
STATUSES = {"active": "active", "suspended": "temporarily closed", "closed": "defunct"}
SERVICE_TYPE = "urn:dos-router:service-type"
CARRIED = "urn:dos-router:carried"  # the fields that HSDS has no place for, as JSON
STANDARD = "service"
