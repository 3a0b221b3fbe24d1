"""Causes: a function from facts to what is broken, who repairs it and how."""
