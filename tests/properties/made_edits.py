"""A directory with another that it includes and some pathways, and random edits of its files, sound and broken."""

from __future__ import annotations

from pathlib import Path

from hypothesis import strategies as st

Edit = tuple[str, str | None]  # a file, and what it says from now on; None: it is taken away

HEAD = (
    "format: 1\nid: coast\ntitle: Coast\nserial: 1\nvalid: {{from: 2026-11-01, until: 2027-10-31}}\n"
    "commissioners:\n  - {{id: coast-icb, name: Coast ICB, areas: [coast], lead: true}}\nareas: {{coast: Coast}}\n{}"
)
NORTH = HEAD.replace("coast-icb", "north-icb").replace("Coast", "North").replace("coast", "north")
PLACES = (
    "postcode,easting,northing,area\nZZ1 1AA,500100,200100,coast\nZZ1 1AB,500200,200200,coast\nZZ2,510000,210000,{}\n"
)
PATHWAY = """\
format: 1
id: {name}
title: {name}
symptom_group: SG1107
words: [{word}]
start: bent
questions:
  bent:
    ask: Is it bent?
    answers:
      - {{say: yes, red_flag: true, then: {{disposition: Dx02, discriminator: SD4052}}}}
      - {{say: no, {leads}}}
examples:
  - {{patient: {{age: 7}}, answers: {{bent: no}}, expect: {{disposition: {expect}}}}}
"""

_FIELDS = {
    "name": st.sampled_from(
        ["Shore Pharmacy", "SHORE PHARMACY DO NOT USE", "UTC - Shore", "Shore, 1 High Street CT9 4AN; ring before"]
    ),
    "type": st.sampled_from(["pharmacy", "gp-practice", "emergency-ambulance", "emergency-department", "optician"]),
    "opening": st.sampled_from(
        ["24/7", "Mo-Fr 09:00-17:30", "Mo-Su 08:00-23:59", "Mo-Fr 17:00-09:00", "Mo 09:00-24:00; Tu 00:00-09:00"]
    ),
    "dates": st.sampled_from(["{2026-12-25: off}", "{2026-01-01: off}", "{2027-03-28: 01:30-04:00}"]),
    "location": st.sampled_from(["{postcode: zz11aa}", "{postcode: ZZ1 1AC}", "{easting: 200100, northing: 500100}"]),
    "phone": st.sampled_from(["01843225544", "01843 225544", "0900 123 4567", "01843"]),
    "referral": st.sampled_from(["{how: phone}", "{how: walk-in, note: ring 0300 123 4567}"]),
    "handles": st.sampled_from(["[bites]", "[bites, eyes]", "[eyes]", "[eyes]", "[unknown]"]),
    "symptoms": st.sampled_from(["['*']", "[SG1107/SD4052]", "[SG1171/*]"]),
    "dispositions": st.sampled_from(["[Dx05]", "[Dx02, Dx012]", "[Dx39]", "[Dx17]", "[Dx05]"]),
    "ages": st.sampled_from(["[0-15, 17+]", "[16+]", "[0-15, 10+]"]),
    "commissioned_by": st.sampled_from(["[coast-icb]", "[coast-icb]", "[]", "[north-icb]"]),
    "checked": st.sampled_from(["{on: 2026-10-01, due: 2026-12-01}", "{on: 2024-01-01}", "{due: 2026-01-01}"]),
    "status": st.sampled_from(["active", "suspended", "closed"]),
    "accepted": st.sampled_from(
        [
            "[{rule: no-phone, reason: by the switchboard, by: Coast, until: 2027-03-31}]",
            "[{rule: never-verified, reason: soon, by: Coast, until: 2026-01-01}]",
        ]
    ),
}
_REQUIRED = ("name", "type", "opening")


@st.composite
def records(draw: st.DrawFn) -> str:
    """Draw a record of a file of services: mostly sound, with keys in one order or another."""
    ids = ("one", "two", "three", "four", "five", "six", "seven", "eight")
    chosen = draw(st.lists(st.sampled_from([name for name in _FIELDS if name not in _REQUIRED]), unique=True))
    names = ["id", *_REQUIRED, *chosen]
    values = {"id": draw(st.sampled_from(ids))} | {name: draw(_FIELDS[name]) for name in names[1:]}
    if draw(st.integers(0, 9)) == 0:
        names = draw(st.permutations(names))
    lines = [f"{name}: {values[name]}" for name in names]
    return "  - " + "\n    ".join(lines) + "\n"


@st.composite
def files(draw: st.DrawFn) -> str:
    """Draw a file of services."""
    text = "provider: {name: Shore}\nservices:\n" + "".join(draw(st.lists(records(), min_size=1, max_size=3)))
    spoilt = draw(st.sampled_from([None] * 20 + ["remark"] * 4 + ["returns", "bracket"]))
    if spoilt == "returns":
        return text.replace("\n", "\r\n")
    return text + {"remark": "# a remark  \n", "bracket": "extra: [\n"}.get(spoilt or "", "")


_PATHWAYS = st.builds(
    lambda word, leads, expect: PATHWAY.format(name="wrist", word=word, leads=leads, expect=expect),
    st.sampled_from(["wrist", "wrist, wrist", "hand"]),
    st.sampled_from(["then: {disposition: Dx05, discriminator: SD4052}", "then: {disposition: Dx39}", "go: nowhere"]),
    st.sampled_from(["Dx05", "Dx39"]),
)
_SAID: dict[str, st.SearchStrategy[str | None]] = {
    "coast/directory.yaml": st.sampled_from([HEAD.format(""), HEAD.format("include: [../north]\n"), HEAD.format("{")]),
    "coast/profiles.yaml": st.sampled_from(
        [
            "bites: {symptoms: [SG1107/*], dispositions: [Dx05]}\neyes: {symptoms: ['*'], dispositions: []}\n",
            "bites: {symptoms: [SG1020/*, SG1171/*], dispositions: [Dx05, Dx39]}\neyes: {dispositions: [Dx02]}\n",
            "bites: {symptoms: [SG1107/SD4052], dispositions: [Dx05]}\neyes: {symptoms: ['*']}  \n",
        ]
    ),
    "coast/policy.yaml": st.sampled_from(
        [None, "search_distance_km: {default: 5}\n", "ranking:\n  - {ranks: {1: [pharmacy]}}\n", "keep_per_type: {}\n"]
    ),
    "coast/places.csv": st.sampled_from([None, PLACES.format("coast"), PLACES.format("").replace("500100", "900100")]),
    "coast/holidays.csv": st.sampled_from([None, "date,name\n2026-12-25,Christmas Day\n2026-12-28,Boxing Day\n"]),
    "coast/capacity.csv": st.sampled_from([None, "service,status,since,until\none,red,2026-11-20T10:00,\n"]),
    "coast/services/more.csv": st.sampled_from(
        [None, "provider.name,id,name,type,opening,dispositions\nOther,row,Other GP,gp-practice,24/7,Dx39\n"]
    ),
    "north/directory.yaml": st.sampled_from([NORTH.format(""), NORTH.format("include: [../coast]\n")]),
    "north/services/north.yaml": st.sampled_from(
        [None, "provider: {name: N}\nservices:\n  - {id: n, name: N, type: pharmacy, opening: 24/7, phone: '999'}\n"]
    ),
    "pathways/wrist.yaml": _PATHWAYS,
    "pathways/other.yaml": st.one_of(st.none(), _PATHWAYS.map(lambda text: text.replace("id: wrist", "id: other"))),
}
_SERVICES = ("coast/services/one.yaml", "coast/services/two.yaml", "coast/services/three.yaml")

START: dict[str, str | None] = {
    "coast/directory.yaml": HEAD.format(""),
    "coast/profiles.yaml": "bites: {symptoms: [SG1107/*], dispositions: [Dx05]}\neyes: {symptoms: ['*']}\n",
    "north/directory.yaml": NORTH.format(""),
    "pathways/wrist.yaml": PATHWAY.format(name="wrist", word="wrist", leads="then: {disposition: Dx39}", expect="Dx39"),
}
edits: st.SearchStrategy[Edit] = st.one_of(
    st.tuples(st.sampled_from(_SERVICES), st.one_of(st.none(), files(), files(), files())),
    st.tuples(st.sampled_from(_SERVICES), files()),
    st.one_of([st.tuples(st.just(path), said) for path, said in _SAID.items()]),
)


def write(home: Path, changes: dict[str, str | None]) -> None:
    """Write files, or take them away."""
    for name, text in changes.items():
        path = home / name
        if text is None:
            path.unlink(missing_ok=True)
            continue
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text.encode())
