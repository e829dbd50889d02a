"""FHIR R4: bundles of HealthcareService, Location, Organization and Endpoint, out and in."""
