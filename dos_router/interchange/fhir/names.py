"""The names that bundles use: systems of identifiers and codes, profiles, our own extension."""

from __future__ import annotations

ODS = "https://fhir.nhs.uk/Id/ods-organization-code"
ODS_SITE = "https://fhir.nhs.uk/Id/ods-site-code"
SERVICE_ID = "urn:dos-router:service-id"
SERVICE_TYPE = "urn:dos-router:service-type"
PROVIDER_KIND = "urn:dos-router:provider-kind"
CARRIED = "urn:dos-router:carried"  # an extension: the fields that FHIR has no place for, as JSON
REFERRAL = "http://terminology.hl7.org/CodeSystem/service-referral-method"
CONNECTION = "https://fhir.nhs.uk/England/CodeSystem/England-EndpointConnection"
PAYLOAD = "http://terminology.hl7.org/CodeSystem/endpoint-payload-type"
PROFILE = "https://fhir.hl7.org.uk/StructureDefinition/UKCore-"

DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
METHODS = {"phone": "phone", "booking": "elec"}  # what FHIR's referral methods can say of ours
