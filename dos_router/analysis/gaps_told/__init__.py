"""Gaps in words that say exactly what they are: times, places, ages and needs."""
