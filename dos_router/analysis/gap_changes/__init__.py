"""What would close each gap, what callers get instead, and how many calls a year it is about."""
