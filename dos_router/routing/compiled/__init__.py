"""A directory kept between runs: as arrays for many calls, or in an archive that is read as far as one call looks."""
