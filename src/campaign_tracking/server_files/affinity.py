"""Which workflows a workflow server takes (configuring-campaign-server.md)."""


def takes(affinity: str, wanted: str) -> bool:
    """Return whether a server with this ``wfserver/@affinity`` takes workflows of that affinity.

    Args:
        affinity: A comma list; the trailing comma is an empty entry: workflows without affinity.
            An empty list takes all.
        wanted: The workflow's; empty for none.
    """
    return not affinity.strip() or wanted in {entry.strip() for entry in affinity.split(",")}
