"""The options that several commands share, each described once."""

from __future__ import annotations

from typing import Annotated

import typer

from dos_router.model.call import one_by_one

Directory = Annotated[
    str | None,
    typer.Option("--directory", "-d", metavar="DIR", help="a directory: its folder, or its name under directories/"),
]
Pathways = Annotated[
    str | None, typer.Option("--pathways", metavar="DIR", help="the folder of pathways (default: pathways/)")
]
Json = Annotated[bool, typer.Option("--json", help="one JSON object on standard output, nothing else there")]
Plain = Annotated[bool, typer.Option("--plain", help="no colour, no wrapping")]
Debug = Annotated[bool, typer.Option("--debug", help="show the traceback of a fault of ours")]
AllowUnsigned = Annotated[
    bool,
    typer.Option("--allow-unsigned", help="use a directory that is not signed off: every answer is marked"),
]
AllowDowngrade = Annotated[
    bool,
    typer.Option(
        "--allow-downgrade", help="with --allow-unsigned: even one that was signed when this machine last saw it"
    ),
]
Trust = Annotated[
    str | None,
    typer.Option("--trust", metavar="DIR", help="the trust store, outside the directory (else DOS_ROUTER_TRUST)"),
]
Enforce = Annotated[
    bool,
    typer.Option(
        "--enforce-sign-off", help="let nothing pass but a current sign-off: paperwork, no leave for live use"
    ),
]
MinSerial = Annotated[
    int, typer.Option("--min-serial", metavar="N", min=0, help="refuse a lower serial, where nothing is remembered")
]
AsAt = Annotated[
    str | None, typer.Option("--as-at", metavar="TIME", help="the statement in force then: a day, or a moment in UTC")
]

At = Annotated[
    str | None, typer.Option("--at", metavar="TIME", help="local time of the call, 2026-11-21T20:00 (default: now)")
]
Postcode = Annotated[
    str | None, typer.Option("--postcode", metavar="POSTCODE", help="postcode of the caller, or just its district")
]
Easting = Annotated[str | None, typer.Option("--easting", metavar="METRES", help="British National Grid, whole metres")]
Northing = Annotated[
    str | None, typer.Option("--northing", metavar="METRES", help="British National Grid, whole metres")
]
Lat = Annotated[str | None, typer.Option("--lat", metavar="DEGREES", help="latitude in degrees (WGS84)")]
Lon = Annotated[str | None, typer.Option("--lon", metavar="DEGREES", help="longitude in degrees (WGS84)")]
Age = Annotated[str | None, typer.Option("--age", metavar="AGE", help="34 (years), 7m or 12d")]
Sex = Annotated[str | None, typer.Option("--sex", metavar="SEX", help="female, male or indeterminate (default)")]
Disposition = Annotated[str | None, typer.Option("--disposition", metavar="CODE", help="a code such as Dx05")]
SymptomGroup = Annotated[str | None, typer.Option("--symptom-group", metavar="CODE", help="SG1107 or 1107")]
Discriminators = Annotated[
    list[str] | None, typer.Option("--symptom-discriminator", metavar="CODE", help="SD4052 or 4052; may be repeated")
]
Practice = Annotated[str | None, typer.Option("--practice", metavar="ODS", help="ODS code of the caller's GP practice")]
DistanceKm = Annotated[str | None, typer.Option("--distance-km", metavar="KM", help="how far to search, 1 to 99")]
ForceDistance = Annotated[
    bool, typer.Option("--force-distance", help="let --distance-km win over the directory's own table")
]
Role = Annotated[
    str | None, typer.Option("--role", metavar="ROLE", help="referral role of the asker (default 111-telephone)")
]
Channel = Annotated[
    str | None,
    typer.Option("--channel", metavar="CHANNEL", help="phone, text or online: gives the role where none is named"),
]
Area = Annotated[
    str | None, typer.Option("--area", metavar="AREA", help="the caller's area, instead of the place's own")
]
Patient = Annotated[
    str | None, typer.Option("--patient", metavar="KEY", help="pseudonymous key of the caller's care plan")
]
CarePlans = Annotated[str | None, typer.Option("--care-plans", metavar="FILE", help="a file of care plans")]
PreviousCalls = Annotated[
    list[str] | None,
    typer.Option(
        "--previous-calls", metavar="TIME", help="when the caller called before; may be repeated, or joined by commas"
    ),
]
RepeatedHour = Annotated[
    str | None,
    typer.Option(
        "--repeated-hour", metavar="WHICH", help="first or second: which is meant of a local time that comes twice"
    ),
]

split = one_by_one
