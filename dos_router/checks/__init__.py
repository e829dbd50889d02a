"""MODEL → DIAGNOSTICS: one file per check, an explicit list, and how findings are kept, accepted and mended."""
