"""The service: documents submitted, stored, reviewed and exported over HTTP."""
