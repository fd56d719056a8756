"""All SQL of the service. Functions take a connection whose transaction the caller holds."""
