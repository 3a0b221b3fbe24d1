"""Mid-sourcing: a marketing instance hands its deliveries to another one, which executes them.

A mid is an ordinary application server (mid-sourcing-deployment.md); what makes it one is that the
marketing instance has an external account for it. Modules of the marketing instance's side:
``mid``, ``execution``, ``counterparts``, ``synchronisation``, ``proxy``. Of the mid's side:
``reception``, and ``proxy`` again. What goes to and fro between the two is written and read in
``delivery_part``.
"""
