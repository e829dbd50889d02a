"""RESULTS → terminal text and JSON: pure functions of what was found."""
