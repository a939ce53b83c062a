"""What a run of `produce` is asked for: the form that Prefect's UI shows, and what the server refuses."""

from typing import Annotated, Literal

from pydantic import BaseModel, Field

Shipped = Literal[
    "campaigns/demo.toml",
    "campaigns/hosted-api.toml",
    "campaigns/one-gpu.toml",
    "campaigns/own-traces.toml",
    "campaigns/r1-to-qwen-800k.toml",
]
"""The campaigns of this repository, for those who want to choose instead of type."""

CampaignSource = (
    Annotated[str, Field(title="File, URL or text", min_length=1, max_length=200_000)]  # short: a phone shows both
    | Annotated[Shipped, Field(title="An example")]
)
"""Where the campaign is read from. What it says is checked when the run begins, and by `thoughtmill deploy`."""


Place = Annotated[str, Field(min_length=1, max_length=1_000)]
"""A folder on the worker, or a bucket."""


class ProduceOptions(BaseModel, extra="forbid", title="Options"):
    """What is not in the campaign because it concerns this run alone."""

    store: Annotated[Place, Field(title="Another one")] | Annotated[None, Field(title="The campaign's own")] = Field(
        default=None,
        description="another store than the one that the campaign names: a folder, or s3://bucket/prefix",
        examples=["s3://bucket/campaign"],
    )
    pilot: int = Field(
        default=0,
        ge=0,
        le=1_000_000,
        description="ask at least so many questions of each domain once, judge them, and end there; they count later",
    )
    train: bool = Field(default=True, description="train the student on the release, and compare it with its base")
    wait: bool = Field(
        default=False,
        description="end only when student and comparison are there, and fail if they fail: for who waits for this run",
    )
    folder: Annotated[Place, Field(title="This one")] | Annotated[None, Field(title="The working directory")] = Field(
        default=None,
        description="where relative paths of a campaign that is given as text start, on the worker; "
        "by default its working directory",
        examples=["campaigns"],
    )


AS_USUAL = ProduceOptions()
"""The campaign's own store, and training."""
