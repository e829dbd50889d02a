"""The shipped tables hold the national facts; a site's own table is read whole, or each fault is told."""

from __future__ import annotations

import copy
import pickle
import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from dos_router.diagnostics import Diagnostic, Severity
from dos_router.reference import (
    CHANNEL_ROLES,
    DEFAULT_ROLE,
    EMERGENCY_FAMILIES,
    REPLACEABLE,
    Disposition,
    Reference,
    ServiceType,
    csv_text,
    load_reference,
    tables,
)

# code:minutes by family; `-` where the national table states none
MINUTES = """
ed etc | Dx02:60 Dx03:240 Dx021:60 Dx89:720
primary care contact timed | Dx05:120 Dx06:360 Dx07:720 Dx08:1440
primary care routine | Dx09:20160 Dx10:20160 Dx16:7200 Dx75:7200 Dx81:7200 Dx115:7200
ambulance cat1 | Dx0102:60 Dx0103:60 Dx0104:60 Dx0105:60 Dx0106:60 Dx0107:60 Dx01010:60 Dx01012:60
ambulance cat2 | Dx011:8 Dx0111:60 Dx0112:60 Dx0113:60 Dx0114:60 Dx0115:60 Dx0116:60 Dx0117:0 Dx0118:60 \
Dx0119:60 Dx01120:60 Dx01121:60 Dx01122:60 Dx01125:- Dx01126:- Dx01127:-
ambulance cat3 | Dx012:60 Dx0121:60 Dx0122:60 Dx0123:60 Dx0124:60 Dx0125:60 Dx0126:60 Dx0127:60 Dx0162:60 \
Dx01213:60 Dx01214:-
ambulance cat4 | Dx013:60 Dx016:60 Dx0128:60 Dx0161:60
ambulance assistance timed | Dx023:30 Dx024:120 Dx025:240 Dx026:0 Dx027:480 Dx028:60
ambulance other | Dx62:0 Dx70:0
sdec | Dx022:60
primary care speak timed | Dx11:60 Dx12:120 Dx13:360 Dx14:720 Dx15:1440 Dx1111:60
dental | Dx17:60 Dx18:120 Dx19:360 Dx20:720 Dx21:1440 Dx22:10080 Dx23:7200 Dx88:120
pharmacy | Dx28:1440 Dx29:1440
midwifery | Dx30:60 Dx50:10 Dx51:120 Dx114:7200
sexual health | Dx31:7200
clinician callback | Dx32:60 Dx34:30 Dx35:120 Dx325:60 Dx327:60 Dx329:60 Dx330:60 Dx331:0 Dx404:60 Dx405:60
clinician home management | Dx38:0
self care | Dx39:0
service location information | Dx45:7200
health information | Dx46:1440 Dx96:720
community hcp | Dx47:0
police or other emergency | Dx49:0
optician | Dx60:7200
social care | Dx73:10 Dx74:7200
hcp callback | Dx76:30 Dx77:60 Dx119:120 Dx120:240 Dx336:30
other referral | Dx78:60
repeat prescription | Dx80:360 Dx85:120 Dx86:720 Dx87:1440
medication enquiry | Dx82:720
death | Dx91:360 Dx116:360
mental health crisis | Dx92:240
repeat caller gp | Dx93:60
ed sexual assault | Dx94:60
emergency contraception | Dx97:120 Dx98:720
community nursing | Dx110:240 Dx111:1440 Dx112:7200
health visitor | Dx113:7200
palliative | Dx117:60 Dx332:60
dental emergency | Dx118:60
home visit | Dx122:360 Dx123:120
urgent community response | Dx124:120
clinician validation 999 | Dx333:60 Dx3321:30
clinician validation ed | Dx334:30 Dx337:30 Dx338:30
"""
FAMILIES = {family: codes.split() for family, codes in (line.split(" | ") for line in MINUTES.strip().splitlines())}
NO_SEARCH = {"Dx38", "Dx39", "Dx46", "Dx49"}

# slug:national id:rank:kept per search
SERVICE_TYPES = """
therapy:4:10:2 mental-health:7:2:2 social-care:8:3:2 voluntary:11:3:2 dental-practice:12:4:2
pharmacy:13:1:2 optician:14:2:2 clinic:17:10:2 health-visitor:18:3:2 midwifery:19:3:2
community-service:20:3:2 care-home:24:10:2 out-of-hours-gp:25:7:2 intermediate-care:27:3:2
community-hospital:28:10:2 sexual-health:29:2:2 district-nursing:38:3:2 ed-catch-all:40:9:2
acute-assessment-unit:41:8:2 urgent-care:46:5:2 dental-emergency:47:8:2 specialist:48:2:2
palliative-care:50:3:2 gp-practice:100:4:1 emergency-department:105:9:2 optician-enhanced:112:2:2
health-information:113:2:2 eye-casualty:120:8:2 heart-attack-centre:121:8:2 stroke-unit:122:8:2
safeguarding:129:2:2 nhs-111:130:8:1 pharmacy-urgent-medicines:131:2:2 pharmacy-enhanced:132:1:2
clinical-assessment:133:6:1 pharmacy-distance-selling:134:1:2 urgent-treatment-centre:135:5:2
gp-access-hub:136:4:2 pharmacy-clinical-assessment:137:6:1 national-emergency-response:138:3:1
clinical-validation:139:6:1 same-day-emergency-care:140:8:2 hospital-streaming:141:1:2
mental-health-crisis:142:6:2 sexual-assault-referral-centre:143:1:2 dental-clinical-assessment:144:6:2
paediatric-clinical-assessment:145:6:2 urgent-community-response:146:3:2 covid-medicines:147:1:2
pharmacy-blood-pressure:148:1:2 pharmacy-contraception:149:1:2 utc-with-ed:150:6:2
primary-care-network:151:6:2 primary-care-network-enhanced:152:6:2 maternity:153:6:2
early-pregnancy-unit:154:6:2 virtual-ward:155:6:2 dental-urgent-care:156:6:2 infection-hub:157:6:2
ambulance-pathway:158:2:2 primary-care-clinic:159:2:2 care-transfer-hub:160:10:2 walk-in-centre:46:5:2
minor-injury-unit:46:5:2 emergency-ambulance:-:-:-
"""
LEVELS = {
    1: "emergency-ambulance",
    2: "emergency-department ed-catch-all heart-attack-centre stroke-unit",
    3: "same-day-emergency-care acute-assessment-unit eye-casualty dental-emergency utc-with-ed "
    "urgent-treatment-centre urgent-care walk-in-centre minor-injury-unit mental-health-crisis "
    "urgent-community-response",
    4: "out-of-hours-gp gp-practice gp-access-hub clinical-assessment pharmacy-clinical-assessment "
    "dental-clinical-assessment paediatric-clinical-assessment clinical-validation dental-urgent-care "
    "maternity palliative-care",
}
GROUPS = """
360 1001 1004 1005 1010 1011 1020 1023 1034 1038 1039 1040 1043 1047 1051 1054 1064 1073 1076 1081 1084
1092 1101 1107 1110 1112 1119 1126 1130 1134 1146 1148 1152 1156 1158 1168 1169 1170 1172 1174 1176 1178
1179 1181 1186 1187 1192 1194 1203 1206 1241 9000
"""
DISCRIMINATORS = """
4002 4003 4005 4007 4010 4020 4031 4033 4047 4050 4052 4060 4071 4093 4112 4131 4171 4193 4208 4229 4311
4320 4391 4411 4413 4788 14167 9000 9001 9002 9003 9004 9005
"""


@pytest.fixture(scope="module")
def reference() -> Reference:
    """Return the shipped tables."""
    return load_reference()[0]


@pytest.fixture(scope="module")
def dispositions(reference: Reference) -> list[Disposition]:
    """Return the shipped dispositions, most urgent first."""
    return sorted(reference.dispositions.values(), key=lambda one: one.urgency)


def number(text: str) -> int | None:
    """Read a number of the tables above."""
    return None if text == "-" else int(text)


class TestDispositions:
    """What a call may end in."""

    @pytest.mark.parametrize("family", FAMILIES)
    def test_each_has_its_minutes(self, reference: Reference, family: str) -> None:
        shipped = {code: one.timeframe for code, one in reference.dispositions.items() if one.family == family}
        assert shipped == {code: number(minutes) for code, minutes in (pair.split(":") for pair in FAMILIES[family])}

    def test_there_are_no_others(self, reference: Reference) -> None:
        assert {one.family for one in reference.dispositions.values()} == set(FAMILIES)
        assert all(code == one.code for code, one in reference.dispositions.items())

    def test_every_ambulance_is_dispatched_and_never_searched_for(self, reference: Reference) -> None:
        for one in reference.dispositions.values():
            assert one.dispatch == one.family.startswith("ambulance"), one
            assert one.search == (not one.dispatch and one.code not in NO_SEARCH), one

    def test_emergencies_are_those_of_the_emergency_families(self, dispositions: list[Disposition]) -> None:
        assert {one.code for one in dispositions if one.emergency} == {
            *("Dx02", "Dx03", "Dx021", "Dx89", "Dx022", "Dx92", "Dx118", "Dx94")
        }
        assert all(one.emergency == (one.family in EMERGENCY_FAMILIES) for one in dispositions)

    def test_only_lower_ambulances_and_five_emergencies_are_validated(self, reference: Reference) -> None:
        lower = [pair.split(":")[0] for n in (3, 4) for pair in FAMILIES[f"ambulance cat{n}"]]
        hospital = {"Dx02": "Dx334", "Dx03": "Dx337", "Dx92": "Dx337", "Dx118": "Dx337", "Dx89": "Dx338"}
        validated = {code: one.validated_by for code, one in reference.dispositions.items() if one.validated_by}
        assert validated == dict.fromkeys(lower, "Dx333") | hospital

    def test_titles_are_short_and_tell_codes_apart(self, dispositions: list[Disposition]) -> None:
        titles = [one.title for one in dispositions]
        assert len(set(titles)) == len(titles)
        assert max(map(len, titles)) <= 60

    def test_a_time_in_a_title_is_the_timeframe(self, dispositions: list[Disposition]) -> None:
        unit = {"minute": 1, "hour": 60, "day": 1440}
        told = [(re.search(r"(?:within|in) (\d+) (minute|hour|day)", one.title), one) for one in dispositions]
        for match, one in told:
            assert match is None or int(match[1]) * unit[match[2]] == one.timeframe, one

    def test_no_dispatched_ambulance_is_told_with_a_time(self, dispositions: list[Disposition]) -> None:
        sent = [one.title for one in dispositions if one.family.startswith("ambulance cat")]
        assert not any(re.search(r"hour|minute", title) for title in sent)


class TestUrgency:
    """Which disposition is more urgent than which."""

    def test_numbers_have_no_holes(self, dispositions: list[Disposition]) -> None:
        numbers = {one.urgency for one in dispositions}
        assert numbers == set(range(1, len(numbers) + 1))

    @pytest.mark.parametrize(
        ("family", "urgency"),
        [
            ("ambulance cat1", 1),
            ("ambulance cat2", 2),
            ("ambulance cat3", 3),
            ("ambulance cat4", 4),
            ("ambulance assistance timed", 5),
            ("ambulance other", 5),
        ],
    )
    def test_ambulances_come_first_by_category(
        self, dispositions: list[Disposition], family: str, urgency: int
    ) -> None:
        assert {one.urgency for one in dispositions if one.family == family} == {urgency}

    def test_what_is_searched_for_goes_by_minutes_then_emergencies_first(self, dispositions: list[Disposition]) -> None:
        searched = [one for one in dispositions if one.search]
        steps = sorted({(one.timeframe or 0, not one.emergency) for one in searched})
        assert all(steps[one.urgency - 6] == (one.timeframe, not one.emergency) for one in searched)

    def test_what_needs_no_service_comes_last(self, dispositions: list[Disposition]) -> None:
        last = dispositions[-1].urgency
        assert {one.code for one in dispositions if one.urgency == last} == NO_SEARCH

    @pytest.mark.parametrize(
        ("more", "less"),
        [
            ("Dx011", "Dx012"),
            ("Dx028", "Dx02"),
            ("Dx02", "Dx11"),
            ("Dx11", "Dx05"),
            ("Dx05", "Dx03"),
            ("Dx89", "Dx07"),
        ],
    )
    def test_one_is_more_urgent_than_the_other(self, reference: Reference, more: str, less: str) -> None:
        assert reference.dispositions[more].urgency < reference.dispositions[less].urgency


class TestServiceTypes:
    """The national types of service, and ours."""

    @pytest.mark.parametrize("fact", SERVICE_TYPES.split())
    def test_each_has_its_national_facts(self, reference: Reference, fact: str) -> None:
        slug, *numbers = fact.split(":")
        one = reference.service_types[slug]
        assert one.slug == slug
        assert [one.national_id, one.national_rank, one.keep_per_type] == [number(text) for text in numbers]

    def test_there_are_no_others(self, reference: Reference) -> None:
        assert set(reference.service_types) == {fact.split(":")[0] for fact in SERVICE_TYPES.split()}

    def test_levels_of_care(self, reference: Reference) -> None:
        level = {slug: number for number, slugs in LEVELS.items() for slug in slugs.split()}
        for slug, one in reference.service_types.items():
            assert one.level_of_care == level.pop(slug, 5), slug
        assert not level

    def test_titles_tell_types_apart(self, reference: Reference) -> None:
        titles = {one.title for one in reference.service_types.values()}
        assert len(titles) == len(reference.service_types)
        assert max(map(len, titles)) <= 60


class TestOtherTables:
    """Symptoms, roles, providers, and why offers are not used."""

    def test_every_symptom_of_the_shipped_pathways_is_there(self, reference: Reference) -> None:
        assert set(reference.symptom_groups) == {f"SG{n}" for n in GROUPS.split()}
        assert set(reference.symptom_discriminators) == {f"SD{n}" for n in DISCRIMINATORS.split()}

    @pytest.mark.parametrize("name", ["symptom_groups", "symptom_discriminators"])
    def test_only_codes_of_ours_are_marked_local(self, name: str) -> None:
        rows = Path(tables.__file__).with_name(f"{name}.csv").read_text(encoding="utf-8").splitlines()[1:]
        assert all((row.split(",")[0][2:3] == "9") == row.endswith(",yes") for row in rows)

    @pytest.mark.parametrize("name", ["symptom_groups", "symptom_discriminators", "roles", "provider_kinds"])
    def test_titles_tell_codes_apart(self, reference: Reference, name: str) -> None:
        titles = list(getattr(reference, name).values())
        assert len(set(titles)) == len(titles)
        assert max(map(len, titles)) <= 60

    def test_roles_and_the_channels_that_ask_in_them(self, reference: Reference) -> None:
        assert " ".join(reference.roles) == (
            "111-telephone 111-online 999 clinician health-professional care-home service-finder"
        )
        assert dict(CHANNEL_ROLES) == {"phone": DEFAULT_ROLE, "text": "111-online", "online": "111-online"}
        assert {DEFAULT_ROLE, *CHANNEL_ROLES.values()} <= set(reference.roles)

    def test_provider_kinds(self, reference: Reference) -> None:
        assert " ".join(reference.provider_kinds) == (
            "nhs-trust gp-federation gp-practice social-enterprise voluntary private local-authority ambulance-trust"
        )

    def test_reject_reasons(self, reference: Reference) -> None:
        reasons = reference.reject_reasons
        assert " ".join(reasons) == "21 22 23 24 26 27 31 32 40 41 42 99"
        assert {code for code, one in reasons.items() if one.comment} == {"23", "24", "26", "40", "99"}
        assert {code for code, one in reasons.items() if one.clinicians_only} == {"23"}
        assert {code for code, one in reasons.items() if one.category == "service"} == {
            "22",
            "24",
            "27",
            "31",
            "32",
        }


class TestLoading:
    """The shipped tables are read once, lightly, and cannot be changed."""

    def test_the_shipped_tables_are_sound_and_read_once(self) -> None:
        first, problems = load_reference()
        assert problems == []
        assert load_reference({})[0] is first
        assert set(first.files) == {*REPLACEABLE, "provider_kinds", "reject_reasons"}
        assert first.files["dispositions"] == "dos_router/reference/dispositions.csv"

    def test_they_cannot_be_changed(self, reference: Reference) -> None:
        with pytest.raises(TypeError):
            reference.dispositions["Dx05"] = reference.dispositions["Dx02"]  # type: ignore[index]

    def test_they_can_be_copied_and_sent_to_another_process(self, reference: Reference) -> None:
        assert pickle.loads(pickle.dumps(reference)) == reference  # noqa: S301 - our own bytes
        with pytest.raises(TypeError):
            copy.deepcopy(reference).roles["999"] = ""  # type: ignore[index]

    def test_loading_them_imports_nothing_heavy(self) -> None:
        code = "import sys, dos_router.reference as ours; ours.load_reference(); print(*sys.modules)"
        done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
        assert {"pandas", "pydantic", "yaml", "rapidfuzz", "numpy"}.isdisjoint(done.stdout.split())

    def test_a_damaged_package_is_our_fault(self, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
        monkeypatch.setattr(tables, "files", lambda _package: tmp_path)
        with pytest.raises(RuntimeError, match=r"dispositions\.csv"):
            tables._shipped.__wrapped__()  # past the cache

    def test_a_table_that_nobody_has_heard_of_is_the_callers_fault(self) -> None:
        with pytest.raises(ValueError, match="provider_kinds"):
            load_reference({"provider_kinds": Path("kinds.csv")})


DISPOSITION_COLUMNS = "code,title,timeframe_minutes,family,search,dispatch,validated_by,emergency,urgency"
TYPE_COLUMNS = "slug,title,national_id,national_rank,keep_per_type,level_of_care"
SOUND = {
    "dispositions": f"{DISPOSITION_COLUMNS}\nDx05,See a doctor,120,primary care,yes,no,,no,1\n",
    "service_types": f"{TYPE_COLUMNS}\npharmacy,Chemist,13,1,,5\n",
    "referral_roles": "role,title\n999,Ambulance\n",
    "symptom_groups": "code,title,local\nSG1107,Wrist,no\n",
    "symptom_discriminators": "code,title,local\nSD4052,Assess,no\n",
}


Load = Callable[[str, str | bytes], tuple[Reference, list[Diagnostic]]]


@pytest.fixture
def replaced(tmp_path: Path) -> Load:
    """Return a function that loads the reference with one table replaced by a text or bytes."""

    def load(name: str, content: str | bytes) -> tuple[Reference, list[Diagnostic]]:
        data = content if isinstance(content, bytes) else content.encode()
        (tmp_path / "own.csv").write_bytes(data)
        return load_reference({name: Path("own.csv")}, folder=tmp_path)

    return load


def told(problems: list[Diagnostic]) -> list[tuple[str, str]]:
    """Return each problem as the place and what it says."""
    return [(str(one.location), one.message) for one in problems]


class TestReplacing:
    """A site's own CSV stands in for a whole table."""

    @pytest.mark.parametrize("name", REPLACEABLE)
    def test_it_replaces_all_of_one_table_and_nothing_else(
        self, reference: Reference, replaced: Load, name: str
    ) -> None:
        own, problems = replaced(name, SOUND[name])
        field = name.replace("referral_", "")
        assert problems == []
        assert len(getattr(own, field)) == 1
        assert own.files == {**reference.files, name: "own.csv"}
        others = {"dispositions", "service_types", "roles", "symptom_groups", "reject_reasons"} - {field}
        assert all(getattr(own, other) is getattr(reference, other) for other in others)

    def test_its_entries_are_read_whole(self, replaced: Load) -> None:
        own, _ = replaced("dispositions", SOUND["dispositions"])
        assert own.dispositions == {
            "Dx05": Disposition(
                code="Dx05",
                title="See a doctor",
                timeframe=120,
                family="primary care",
                search=True,
                dispatch=False,
                validated_by=None,
                emergency=False,
                urgency=1,
            )
        }
        own, _ = replaced("service_types", SOUND["service_types"])
        assert own.service_types == {"pharmacy": ServiceType("pharmacy", "Chemist", 13, 1, None, 5)}

    @pytest.mark.parametrize(
        "text",
        [
            "title,role\nAmbulance,999\n",
            "\ufeffrole,title\n999,Ambulance",
            "role,title\r\n999,Ambulance\r\n",
            "role,title\r999,Ambulance\r",
            '"role","title"\n"999","Ambulance"\n',
            "\n role , title\n\n,\n 999, Ambulance \n\n",
        ],
        ids=["order of columns", "byte-order mark", "CRLF", "CR", "quotes", "blanks"],
    )
    def test_what_spreadsheets_do_to_a_file_does_not_matter(self, replaced: Load, text: str) -> None:
        own, problems = replaced("referral_roles", text)
        assert (problems, own.roles) == ([], {"999": "Ambulance"})

    def test_a_column_of_the_sites_own_is_told_and_left_out(self, replaced: Load) -> None:
        own, [problem] = replaced("referral_roles", "role,title,owner\n999,Ambulance,us\n")
        assert own.roles == {"999": "Ambulance"}
        assert problem.severity is Severity.WARNING
        assert told([problem]) == [("own.csv:1:12", "the column `owner` is not used")]
        assert problem.help == "the columns are role, title"

    def test_places_are_of_the_folder(self, replaced: Load, tmp_path: Path) -> None:
        _, [problem] = replaced("referral_roles", "role,title\nA,Ambulance\n")
        assert problem.location is not None
        assert problem.location.full == f"{tmp_path}/own.csv:2:1"

    def test_faulty_rows_are_left_out(self, replaced: Load) -> None:
        own, problems = replaced("referral_roles", "role,title\n999,\nclinician,Doctor\n")
        assert dict(own.roles) == {"clinician": "Doctor"}
        assert told(problems) == [("own.csv:2:5", "the cell is blank")]

    def test_without_one_sound_row_ours_stands(self, reference: Reference, replaced: Load) -> None:
        own, problems = replaced("referral_roles", "role,title\n999,\n")
        assert problems
        assert own == reference


ROW = "Dx05,See a doctor,120,primary care,yes,no,,no,1"
CURES = {
    "bad-code": "write it like `Dx05`",
    "bad-number": None,
    "bad-quoting": "close each quote, and write a quote inside a quoted cell twice",
    "bad-yes-no": "write `yes` or `no`",
    "duplicate-code": "keep one of the two; the first is in line 2",
    "hidden-character": "delete it, or put a plain space in its place",
    "missing-value": "say something in plain words",
    "ragged-row": "count its commas; a cell with a comma in it needs quotes",
    "searched-dispatch": "an ambulance is not searched for: write `no` under `search`",
}


class TestFaults:
    """Whatever is wrong in a site's table is told, with its place and its cure."""

    @pytest.mark.parametrize(
        ("rows", "rule", "place", "message"),
        [
            ("Dx5x,A,1,f,yes,no,,no,1", "bad-code", "2:1", "`Dx5x` is not a code of this table"),
            ("dx05,A,1,f,yes,no,,no,1", "bad-code", "2:1", "`dx05` is not a code of this table"),
            (",A,1,f,yes,no,,no,1", "bad-code", "2:1", "`` is not a code of this table"),
            ("Dx05,A,1,f,yes,no,Dx5a,no,1", "bad-code", "2:19", "`Dx5a` is not a code of this table"),
            ("Dx05,,1,f,yes,no,,no,1", "missing-value", "2:6", "the cell is blank"),
            ("Dx05,A,2h,f,yes,no,,no,1", "bad-number", "2:8", "`2h` is not a whole number of 0 or more"),
            ("Dx05,A,-1,f,yes,no,,no,1", "bad-number", "2:8", "`-1` is not a whole number of 0 or more"),
            ("Dx05,A,²,f,yes,no,,no,1", "bad-number", "2:8", "`²` is not a whole number of 0 or more"),
            (
                'Dx05,"A, B",.5,f,yes,no,,no,1',
                "bad-number",
                "2:13",
                "`.5` is not a whole number of 0 or more",
            ),
            (
                'Dx05,"A"" B",.5,f,yes,no,,no,1',
                "bad-number",
                "2:14",
                "`.5` is not a whole number of 0 or more",
            ),
            ("Dx05,A,1,f,yes,no,,no,", "bad-number", "2:23", "`` is not a whole number of 1 or more"),
            ("Dx05,A,1,f,yes,no,,no,0", "bad-number", "2:23", "`0` is not a whole number of 1 or more"),
            ("Dx05,A,1,f,y,no,,no,1", "bad-yes-no", "2:12", "`y` is neither yes nor no"),
            ("Dx05,A,1,f,yes,no,,,1", "bad-yes-no", "2:20", "`` is neither yes nor no"),
            (
                "Dx05,A,1,f,yes,yes,,no,1",
                "searched-dispatch",
                "2:12",
                "`Dx05` is both searched for and dispatched",
            ),
            ("Dx05,A,1", "ragged-row", "2:1", "the row has 3 cells, the header 9"),
            ("Dx05", "ragged-row", "2:1", "the row has 1 cell, the header 9"),
            (f"{ROW},more", "ragged-row", "2:1", "the row has 10 cells, the header 9"),
            (f"{ROW}\n{ROW}", "duplicate-code", "3:1", "the code `Dx05` stands here twice"),
            (f'{ROW}\nDx06,"A', "bad-quoting", "3:1", "the row cannot be read: unexpected end of data"),
            (
                "Dx05,A\u202eB,1,f,yes,no,,no,1",
                "hidden-character",
                "2:7",
                "the cell holds the character U+202E, which cannot be seen",
            ),
            (
                'Dx05,A,1,f,"yes\n",no,\x00,no,1',
                "hidden-character",
                "3:6",
                "the cell holds the character U+0000, which cannot be seen",
            ),
        ],
    )
    def test_a_faulty_row(self, replaced: Load, rows: str, rule: str, place: str, message: str) -> None:
        _, [problem] = replaced("dispositions", f"{DISPOSITION_COLUMNS}\n{rows}")
        assert (problem.rule, *told([problem])) == (rule, (f"own.csv:{place}", message))
        assert problem.help == CURES[rule]
        assert problem.is_error

    @pytest.mark.parametrize(
        ("validator", "cure"),
        [
            ("Dx055", "did you mean `Dx05`?"),
            ("Dx9", "name a disposition of this table, or leave it blank"),
        ],
    )
    def test_an_unknown_validator(self, replaced: Load, validator: str, cure: str) -> None:
        own, [problem] = replaced("dispositions", f"{DISPOSITION_COLUMNS}\nDx05,A,1,f,yes,no,{validator},no,1")
        assert told([problem]) == [("own.csv:2:19", f"`{validator}` is not in this table")]
        assert (problem.rule, problem.help) == ("unknown-code", cure)
        assert own.dispositions["Dx05"].validated_by is None

    @pytest.mark.parametrize(
        ("name", "text", "place", "message"),
        [
            ("service_types", f"{TYPE_COLUMNS}\nGP,A,1,1,1,1", "2:1", "`GP` is not a code of this table"),
            (
                "service_types",
                f"{TYPE_COLUMNS}\ngp,A,1,11,1,1",
                "2:8",
                "`11` is not a whole number from 1 to 10",
            ),
            (
                "service_types",
                f"{TYPE_COLUMNS}\ngp,A,1,1,0,1",
                "2:10",
                "`0` is not a whole number of 1 or more",
            ),
            (
                "service_types",
                f"{TYPE_COLUMNS}\ngp,A,1,1,1,6",
                "2:12",
                "`6` is not a whole number from 1 to 5",
            ),
            ("symptom_groups", "code,title,local\nSD1,A,no", "2:1", "`SD1` is not a code of this table"),
            ("symptom_groups", "code,title,local\nSG01,A,no", "2:1", "`SG01` is not a code of this table"),
            ("symptom_discriminators", "code,title,local\nSD1,A,?", "2:7", "`?` is neither yes nor no"),
        ],
    )
    def test_a_faulty_row_of_another_table(
        self, replaced: Load, name: str, text: str, place: str, message: str
    ) -> None:
        _, problems = replaced(name, text)
        assert told(problems) == [(f"own.csv:{place}", message)]

    @pytest.mark.parametrize(
        ("header", "place", "message", "cure"),
        [
            ("role", "1:1", "the column `title` is missing", "add it, in any place"),
            ("role,name", "1:1", "the column `title` is missing", "add it, in any place"),
            (
                "role,titel",
                "1:6",
                "the column `title` is missing, and `titel` is not a column",
                "did you mean `title`?",
            ),
            ("role,title,role", "1:12", "the column `role` stands here twice", "keep one"),
        ],
    )
    def test_a_faulty_header(self, replaced: Load, header: str, place: str, message: str, cure: str) -> None:
        _, problems = replaced("referral_roles", f"{header}\n{header.replace('role', '999')}\n")
        problem = next(one for one in problems if one.is_error)
        assert (str(problem.location), problem.message, problem.help) == (f"own.csv:{place}", message, cure)

    @pytest.mark.parametrize("text", ["", "\n\n", "role,title\n", "role,title\n,\n"])
    def test_a_table_without_rows(self, reference: Reference, replaced: Load, text: str) -> None:
        own, problems = replaced("referral_roles", text)
        assert told(problems) == [("own.csv:1:1", "the table has no rows")]
        assert own.roles is reference.roles

    def test_all_faults_are_told_at_once(self, replaced: Load) -> None:
        rows = ["Dx5x,,x,f,y,no,,maybe,0", "Dx06", "Dx07,A,1,f,yes,no,Dx5y,no,1"]
        _, problems = replaced("dispositions", "\n".join([f"{DISPOSITION_COLUMNS}2", *rows]))
        assert sorted(one.rule for one in problems) == [
            *["bad-code"] * 2,
            "bad-number",
            *["bad-yes-no"] * 2,
            "missing-column",
            "missing-value",
            "ragged-row",
        ]

    def test_a_validator_whose_own_row_is_faulty_is_not_told_as_unknown(self, replaced: Load) -> None:
        rows = "Dx06,A,1,f,yes,no,Dx333,no,1\nDx333,A,x,f,yes,no,,no,1"
        own, problems = replaced("dispositions", f"{DISPOSITION_COLUMNS}\n{rows}")
        assert [one.rule for one in problems] == ["bad-number"]
        assert own.dispositions["Dx06"].validated_by == "Dx333"


class TestUnreadable:
    """A file that cannot be read at all is a problem in the data too."""

    @pytest.mark.parametrize(
        ("data", "place", "byte"),
        [
            (b"role,title\n999,Caf\xe9\n", "2:8", "E9"),
            (b"\xef\xbb\xbfrole,\xe9\n", "1:6", "E9"),
            (b"role,title\n\xc3\xa9\xc3\xa9,\xff\n", "2:4", "FF"),
            ("role,title\n999,A\n".encode("utf-16"), "1:1", "FF"),
        ],
    )
    def test_not_utf_8(self, replaced: Load, data: bytes, place: str, byte: str) -> None:
        _, [problem] = replaced("referral_roles", data)
        assert told([problem]) == [(f"own.csv:{place}", f"the byte 0x{byte} is not UTF-8 text")]
        assert (problem.rule, problem.help) == ("not-utf-8", "save the file as UTF-8")

    @pytest.mark.parametrize("name", ["absent.csv", ".", "a\0b.csv"])
    def test_no_such_file(self, reference: Reference, tmp_path: Path, name: str) -> None:
        own, problems = load_reference({"dispositions": tmp_path / name})
        path = (tmp_path / name).as_posix()
        assert told(problems) == [(path, f"there is no file `{path}`")]
        assert own == reference

    def test_a_file_that_the_machine_refuses(self, tmp_path: Path) -> None:
        _, [problem] = load_reference({"dispositions": tmp_path / ("a" * 300)})
        assert problem.rule == "unreadable-file"
        assert problem.message == "the file cannot be read: file name too long"

    def test_a_file_beyond_all_measure(self, replaced: Load, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(csv_text, "MAX_BYTES", 10)
        _, [problem] = replaced("referral_roles", SOUND["referral_roles"])
        assert (problem.rule, problem.message) == ("file-too-large", "the file is over 64 MiB")
