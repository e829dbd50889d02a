"""A value that must be `true` or `false`.

Some programs take `yes`, `on` and `1` for true; text is not guessed at here. Write `true` or `false`.

Fails:
    # policy.yaml
    validate: yes

Passes:
    # policy.yaml
    validate: true
"""

from __future__ import annotations

from dos_router.diagnostics import Severity

SEVERITY = Severity.ERROR
