"""Who, where and when nothing suitable answers (analysis.md), from the sweep's columns.

needs, places ── sweep ──▶ columns ── kinds ──▶ gap cells ── boxes ──▶ findings, and how few are possible
"""
