"""The station on the servers themselves: their configuration files, processes, tracking files."""
