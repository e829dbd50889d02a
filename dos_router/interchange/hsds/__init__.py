"""Open Referral UK: services as HSDS 3.0 has them, out and in."""
