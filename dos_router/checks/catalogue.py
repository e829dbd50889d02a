"""The list of all checks, category by category, in the order in which they are told."""

from __future__ import annotations

from dos_router.checks.capability import CHECKS as CAPABILITY
from dos_router.checks.contact import CHECKS as CONTACT
from dos_router.checks.form import CHECKS as FORM
from dos_router.checks.governance import CHECKS as GOVERNANCE
from dos_router.checks.hours import CHECKS as HOURS
from dos_router.checks.joined import CHECKS as JOINED
from dos_router.checks.names import CHECKS as NAMES
from dos_router.checks.pathways import CHECKS as PATHWAYS
from dos_router.checks.place import CHECKS as PLACE
from dos_router.checks.policy import CHECKS as POLICY
from dos_router.checks.rule import Rule, rule_of
from dos_router.checks.sign_off import CHECKS as SIGN_OFF

_MODULES = (
    *FORM,
    *HOURS,
    *PLACE,
    *CAPABILITY,
    *CONTACT,
    *NAMES,
    *GOVERNANCE,
    *SIGN_OFF,
    *POLICY,
    *PATHWAYS,
    *JOINED,
)

RULES: tuple[Rule, ...] = tuple(rule_of(module) for module in _MODULES)
BY_NAME = {rule.name: rule for rule in RULES}
