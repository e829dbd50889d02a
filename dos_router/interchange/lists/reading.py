"""A row of a list → a draft of a service, with remarks, or every reason for which the row is refused."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import NamedTuple

from dos_router.diagnostics import Diagnostic, Malformed, error, warning
from dos_router.interchange.lists.cells import earliest_day, read_phone
from dos_router.interchange.lists.delimited import ListRow
from dos_router.interchange.lists.draft import FIELDS, Draft, ProviderDraft, Value
from dos_router.interchange.lists.names import LONGEST_SLUG, address_lines, slug, tidy_name
from dos_router.interchange.lists.opening_rows import OpeningList
from dos_router.interchange.lists.recipe import Recipe
from dos_router.interchange.lists.row_hours import ASSUMED, RowFault, hours_of
from dos_router.interchange.lists.row_place import place_of
from dos_router.interchange.lists.surroundings import Surroundings
from dos_router.model.ages import parse_age_range
from dos_router.model.service import REFERRALS
from dos_router.spelling import did_you_mean


class Read(NamedTuple):
    """What a row comes to: a draft or none, the errors for which there is none, and remarks."""

    draft: Draft | None
    problems: tuple[Diagnostic, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Reader:
    """Reads the rows of one list; `dated` is the date of the list, `status` is what is written of all."""

    recipe: Recipe
    around: Surroundings
    kind: str | None = None
    dated: date | None = None
    status: str = "active"
    openings: OpeningList = field(default_factory=OpeningList)

    def read(self, row: ListRow) -> Read:
        """Read a row."""
        reading = _Reading(self, row)
        draft = reading.draft()
        return Read(None if reading.refused else draft, tuple(reading.problems))


class _Reading:
    """Collects the fields and the problems of one row."""

    def __init__(self, reader: Reader, row: ListRow) -> None:
        self.reader = reader
        self.recipe = reader.recipe
        self.row = row
        self.problems: list[Diagnostic] = []
        self.remarks: dict[str, str] = {}
        self.refused = False

    def draft(self) -> Draft | None:
        """Return the service; what is wrong with it is in `problems`."""
        recipe, row = self.recipe, self.row
        kind = self.kind()
        if kind is None:
            return None
        name = tidy_name(row.get(recipe.name))
        if not name:
            self.refuse(recipe.name, Malformed("the service has no name", help="give it one", rule="no-name"))
        ods = row.get(recipe.ods).upper() or None
        fields: dict[str, Value | None] = {
            "name": name, "type": kind, "ods": ods, "public_name": row.get(recipe.public_name),
            "status": None if self.reader.status == "active" else self.reader.status,
            "address": tuple(line for column in recipe.address for line in address_lines(row.whole(column))),
            "location": self.location(), "phone": self.phone(), **self.hours(kind),
            "handles": self.reader.around.handles(kind, recipe), "ages": self.ages(),
            "practices": (ods,) if ods and kind in recipe.types and recipe.types[kind].own_patients else None,
            "commissioned_by": self.commissioned_by(), "referral": self.referral(kind), "checked": self.checked(),
        }  # fmt: skip
        if self.reader.around.directory and not fields["location"] and not fields["commissioned_by"]:
            cure = "give it a postcode, or the commissioner for whose callers it is"
            problem = Malformed("the row says neither where the service is nor whose it is", help=cure, rule="no-place")
            self.refuse(recipe.postcode, problem)
        fields["id"], key = self.identity(name, fields["location"])
        provider = ProviderDraft(
            tidy_name(row.get(recipe.provider.name)) or name, row.get(recipe.provider.ods) or None, recipe.provider.kind
        )
        stated = {field: value for field in FIELDS if (value := fields.get(field))}
        return Draft(key=key, provider=provider, fields=stated, row=row.at(), remarks=self.remarks)

    def refuse(self, column: str | None, problem: Malformed) -> None:
        """Note why the row cannot be a service."""
        self.refused = True
        self.problems.append(error(problem.rule, problem.message, self.row.at(column), problem.help))

    def remark(self, rule: str, message: str, column: str | None = None, cure: str | None = None) -> None:
        """Note what somebody should look at; the row is a service all the same."""
        self.problems.append(warning(rule, message, self.row.at(column), cure))

    def kind(self) -> str | None:
        """Return the type of the service; None where the row is none of ours."""
        rule, types = self.recipe.type, self.reader.around.reference.service_types
        stated = self.row.get(rule.column)
        if stated in rule.leave_out:
            self.refuse(rule.column, Malformed(rule.leave_out[stated], help=None, rule="left-out"))
            return None
        found = self.reader.kind or rule.always or rule.values.get(stated) or stated
        if found in types:
            return found
        known = [*rule.values, *types] if rule.column else list(types)
        said = f"there is no service type `{found}`" if found else "the row states no service type"
        cure = did_you_mean(found, known) if found else "say it with --as"
        self.refuse(rule.column, Malformed(said, help=cure, rule="unknown-service-type"))
        return None

    def location(self) -> Mapping[str, str] | None:
        """Return postcode and grid reference, held to agree."""
        try:
            found = place_of(self.row, self.recipe, self.reader.around)
        except RowFault as fault:
            self.refuse(fault.column, fault.problem)
            return None
        for rule, message in found.remarks:
            self.remark(rule, message, self.recipe.postcode)
        return found.fields or None

    def phone(self) -> str | None:
        """Return the telephone number; a spoilt one is left out, and told."""
        try:
            return read_phone(self.row.get(self.recipe.phone))
        except Malformed as problem:
            self.remark(problem.rule, f"{problem.message}, and is left out", self.recipe.phone, problem.help)
            return None

    def hours(self, kind: str) -> dict[str, Value]:
        """Return opening and dates."""
        reader, key = self.reader, self.row.get(self.recipe.key)
        if key in reader.openings.spoilt:
            fault = reader.openings.spoilt[key]
            said = f"its opening rows are not clear: {fault.message}"
            self.refuse(self.recipe.key, Malformed(said, help=f"see {fault.location}", rule=fault.rule))
            return {}
        try:
            found = hours_of(self.row, self.recipe, kind, reader.openings.sessions, reader.around)
        except RowFault as fault:
            self.refuse(fault.column, fault.problem)
            return {}
        if found.remark:
            self.remarks["opening"] = found.remark
            self.remark("assumed-hours" if found.remark == ASSUMED else "assumed-holidays", found.remark)
        if found.doubt:
            self.remark("doubtful-hours", found.doubt, self.recipe.hours.total, "look at the cells of the week")
        return {"opening": found.opening, "dates": found.dates}

    def ages(self) -> tuple[str, ...] | None:
        """Return the range of ages, whole years."""
        low, high = self.row.get(self.recipe.age_from), self.row.get(self.recipe.age_to)
        if not low and not high:
            return None
        text = f"{low or '0'}-{high}" if high else f"{low}+"
        try:
            parse_age_range(text)
        except Malformed as problem:
            self.refuse(self.recipe.age_from or self.recipe.age_to, problem)
        return (text,)

    def commissioned_by(self) -> tuple[str, ...] | None:
        """Return the commissioner whose code the row has."""
        code, around = self.row.get(self.recipe.commissioner), self.reader.around
        if not code or around.directory is None:
            return None
        if code in around.commissioners:
            return (around.commissioners[code],)
        cure = f"the directory's are {', '.join(sorted(around.commissioners)) or 'none with an ODS code'}"
        self.remark("unknown-commissioner", f"no commissioner has the code `{code}`", self.recipe.commissioner, cure)
        return None

    def referral(self, kind: str) -> Mapping[str, str] | None:
        """Return how a caller is passed on."""
        usual = self.recipe.types[kind].how if kind in self.recipe.types else None
        words = [word.strip() for word in self.row.get(self.recipe.access).lower().split(";")]
        how = next((word for word in words if word in REFERRALS), usual)
        return {"how": how} if how else None

    def checked(self) -> Mapping[str, str]:
        """Return when the record was last verified, and by whose list."""
        text = self.row.get(self.recipe.checked)
        on = earliest_day(text) if text else self.reader.dated
        if text and on is None:
            self.remark("unknown-date", f"`{text}` is no date", self.recipe.checked, "write it like `2025-11-03`")
        by = f"{self.recipe.source}, {text}" if text else self.recipe.source
        by += "; hours assumed" if self.remarks.get("opening") == ASSUMED else ""
        return {"on": str(on), "by": by} if on else {"by": by}

    def identity(self, name: str, location: Value | None) -> tuple[str, str]:
        """Return the service's id, and the key that tells its row apart from all others of the list."""
        key = self.row.get(self.recipe.key)
        if not key:
            postcode = location.get("postcode", "") if isinstance(location, Mapping) else ""
            key = f"{name}|{postcode}"
            return slug(f"{name} {postcode}"), key
        code = slug(key)
        return f"{slug(name)[: LONGEST_SLUG - len(code)].strip('-')}-{code}".strip("-"), key
