"""A redirection server in miniature: webmdl, trackinglogd and the SOAP methods it answers."""
