"""Other people's formats, in and out: lists, FHIR, Open Referral UK, tables and maps."""
