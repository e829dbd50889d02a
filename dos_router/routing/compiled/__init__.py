"""A directory as named, contiguous arrays: what the fast engine searches, and how it is kept between runs."""

from dos_router.routing.compiled.arrays import Compiled
from dos_router.routing.compiled.directory import compile_directory

__all__ = ["Compiled", "compile_directory"]
