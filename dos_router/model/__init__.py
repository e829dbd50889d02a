"""WHAT files and calls mean: frozen, typed, no I/O."""
