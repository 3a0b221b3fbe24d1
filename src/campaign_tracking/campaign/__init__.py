"""The platform: its session over SOAP, its options, deliveries, workflow and tracking log."""
