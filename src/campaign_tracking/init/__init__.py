"""``campaign-tracking init``: an environment file from a few answers and from the platform."""
