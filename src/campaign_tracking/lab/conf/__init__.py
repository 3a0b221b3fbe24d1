"""Configuration files of the lab's machines: written, read back, and obeyed.

Their shapes are those of the-server-configuration-file.md and configuring-campaign-server.md. What
is read here is read apart from the project's own reader: a mistake there must not cancel out.
"""
