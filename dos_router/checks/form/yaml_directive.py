"""A YAML directive: a line that begins with a per cent sign.

Directives change how the rest of a file is read, and no file here needs one. Delete the line.

Fails:
    # pathways/wrist.yaml
    %YAML 1.1
    ---
    format: 1

Passes:
    # pathways/wrist.yaml
    format: 1
"""

from __future__ import annotations

from dos_router.diagnostics import Severity

SEVERITY = Severity.ERROR
