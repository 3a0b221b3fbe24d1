"""Loads the fixtures; nothing else."""
