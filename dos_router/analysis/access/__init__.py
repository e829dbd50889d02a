"""How far people live from the nearest of some sites, in a straight line."""
