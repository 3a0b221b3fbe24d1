"""``campaign-tracking diagnose``: causes, from a pasted delivery log or a run's facts.json."""
