"""The exact sweep: who can answer each need, at each place, for each age and sex, at each minute (analysis.md).

    needs, places, horizon ── sweep ──▶ Sweep ── columns() ──▶ Column: the services that can ever answer, and when

Nothing is sampled. What makes no difference is taken together: needs that the same services accept,
places that reach the same services, ages and sexes that the same services take, and minutes at which
the same services answer. So a column stands for a product of needs, places, ages and sexes, and its
times are Python integers with a bit for each class of minutes (`TimeAxis` turns them back into times).

    cells → spells → axis → hours       acceptance, reach, order → sweep → shadows
    (what it is over; when hours answer)  (who accepts, reaches, comes first)

All ages and sexes of a place are worked out at once (`spread`), and who is among the first few at each
time comes from `shadows`. `in_order=True` gives a column for each place, with its services in offer order.
"""
