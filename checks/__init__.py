"""What must hold, in the order in which the mail travels: the runbook."""
