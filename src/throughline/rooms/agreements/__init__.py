"""Data-sharing agreements and consents, compiled into who may see whom."""
