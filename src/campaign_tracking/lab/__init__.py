"""A Campaign platform in miniature, on loopback, with faults to switch on.

It is a simulation: it follows the public documentation and Adobe's public JavaScript SDK, and where
those are silent it takes the assumptions that ``assumptions`` holds and ``docs/lab.md`` lists. It
says nothing about anybody's servers.
"""
