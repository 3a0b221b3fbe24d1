"""Loads the fixtures; nothing else."""

pytest_plugins = (
    "fixtures.environment",
    "fixtures.machines",
    "fixtures.tracking_servers",
    "fixtures.platform",
    "fixtures.mid_sourcing",
    "fixtures.deliveries",
    "fixtures.mail",
    "fixtures.clicks",
    "fixtures.tracking_log",
)
