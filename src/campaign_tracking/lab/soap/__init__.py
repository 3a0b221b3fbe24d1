"""SOAP as a Campaign server speaks it."""
