"""Mid-sourcing: a marketing instance hands its deliveries to another one, which executes them.

A mid is an ordinary application server (mid-sourcing-deployment.md); what makes it one is that a
marketing instance has an external account for it. That instance's side is put together in ``link``;
``reception`` and half of ``proxy`` are what any instance answers when it is used as a mid.
"""
