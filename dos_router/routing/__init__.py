"""CALL → OFFERS: the meaning of routing.md.

    request (text → Request) → explain: triage of the disposition → care plan → search → order → offers
        search = checks (first pass, second pass) + calendar (hours) + order (rank, distance, trim)

`explain` is the plain engine: every service, every check. Every faster one must agree with it.
"""
