"""What runs are called in Prefect's UI, so that a list of them can be read."""

import tomllib

from prefect.runtime import flow_run


def produce_run_name() -> str:
    """`produce NAME`, also where the campaign is given as text."""
    return f"produce {called(str(flow_run.parameters.get('campaign', '')))}"


def called(campaign: str) -> str:
    """The name in a campaign's text; a file or a URL as it stands."""
    if "\n" not in campaign:
        return campaign
    try:
        return str(tomllib.loads(campaign)["name"])
    except (ValueError, KeyError):
        return "a campaign that can't be read"
