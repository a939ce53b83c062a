"""The student's table of a campaign: what is trained, by which recipe, and on which processes."""

from typing import Annotated, Any, Literal, Self, cast

from pydantic import Field, field_validator, model_validator

from thoughtmill.strict import LATER, Strict

PRESETS: dict[str, dict[str, Any]] = {
    "r1": {
        "batch_size": 64,
        "epochs": 2,
        "learning_rate": 8e-5,
        "learning_rate_floor": 0.1,
        "max_length": 32_768,
    },
    "open-r1": {
        "batch_size": 128,
        "epochs": 10,
        "learning_rate": 1e-5,
        "learning_rate_floor": 0.1,
        "warmup": 0.03,
        "max_grad_norm": 0.2,
        "max_length": 32_768,
    },
    "openthinker": {
        "batch_size": 96,
        "epochs": 3,
        "learning_rate": 1e-5,
        "warmup": 0.1,
        "max_length": 16_384,
    },
    "openmathreasoning": {
        "batch_size": 1024,
        "epochs": 6,
        "learning_rate": 2e-4,
        "learning_rate_floor": 0.001,
        "warmup": 0.1,
        "rope_theta": 500_000.0,
        "max_positions": 131_072,
        "max_length": 32_768,
    },
    "light-r1": {
        "epochs": 4,
        "learning_rate": 5e-5,
        "warmup": 0.25,
        "schedule": "constant",
        "weight_decay": 0.1,
        "betas": (0.9, 0.95),
        "max_length": 20_000,
        "packing": True,
    },
    "light-r1-stage2": {
        "epochs": 8,
        "learning_rate": 1e-5,
        "warmup": 0.125,
        "schedule": "constant",
        "weight_decay": 0.1,
        "betas": (0.9, 0.95),
        "max_length": 20_000,
    },
}
"""Published recipes, each with the keys that its authors give; docs/training.md says where, and for which students."""

Share = Annotated[float, Field(ge=0, lt=1)]
DomainName = Annotated[str, Field(pattern=r"^[a-z0-9][a-z0-9_-]*(/[a-z0-9][a-z0-9_-]*)?$", max_length=81)]
"""A domain, a part, or a domain of one part: `math`, `reasoning`, `reasoning/math`."""


class Launch(Strict):
    """The processes that train a student. Changes nothing of what the student is."""

    processes: int = Field(default=1, ge=1, le=1024, description="on each machine: one a GPU")
    nodes: int = Field(default=1, ge=1, le=1024, description="machines")
    address: str = Field(default="", description="`HOST:PORT` of the first machine, where there are several")
    strategy: Literal["ddp", "fsdp2"] = Field(
        default="ddp", description="each process holds the whole model, or a shard of weights, gradients and Adam's"
    )
    attention: Literal["packed_sdpa", "flash_attention_2", "sdpa", "flex_attention"] = Field(
        default="packed_sdpa", description="what computes attention over packed rows"
    )
    row_tokens: int = Field(
        default=0, ge=0, description="tokens that a device computes at once where samples are packed; 0: max_length"
    )

    context_parallel: int = Field(
        default=1,
        ge=1,
        le=64,
        json_schema_extra=LATER,
        description="processes that share each row's tokens, for samples that one can't hold; divides the base's heads",
    )
    peak_tflops: float = Field(
        default=0.0,
        ge=0,
        json_schema_extra=LATER,
        description="of one device in dense bfloat16, which MFU is a share of; 0: as its name says, where it is known",
    )

    @model_validator(mode="after")
    def _nodes_meet_somewhere(self) -> Self:
        if self.nodes > 1 and not self.address:
            raise ValueError("address of the first machine, HOST:PORT, where there are several nodes, not none")
        if self.processes % self.context_parallel:
            raise ValueError(
                f"processes as a multiple of context_parallel {self.context_parallel}, not {self.processes}"
            )
        if self.context_parallel > 1 and self.attention != "packed_sdpa":
            raise ValueError(f'attention = "packed_sdpa" where there is context_parallel, not {self.attention!r}')
        return self


class Lora(Strict):
    """Low-rank adapters are trained instead of the weights; at the end they are merged into them."""

    rank: int = Field(default=32, ge=1, le=1024, description="of the adapters")
    alpha: int = Field(default=64, ge=1, description="their scale is alpha ÷ rank")
    dropout: Share = Field(default=0.0, description="of what goes into an adapter")
    four_bit: bool = Field(default=False, description="the weights below lie in 4 bit (QLoRA; needs bitsandbytes)")


class Student(Strict):
    """The small model and the recipe that trains it."""

    base: str = Field(description="a model on a hub, or the name of the one in `weights`")
    revision: str | None = Field(default=None, description="a commit or tag of the base on its hub")
    weights: str | None = Field(default=None, description="a folder, where the base is on no hub")
    epochs: int = Field(default=2, ge=1, le=100, description="how often each sample is trained on")
    batch_size: int = Field(default=64, ge=1, description="samples a step, over all devices")
    device_batch_size: int = Field(default=8, ge=1, description="samples at once on one device; unused when packed")
    learning_rate: float = Field(default=1e-5, gt=0, lt=1, description="at its highest")
    warmup: float = Field(default=0.05, ge=0, lt=1, description="share of the steps in which the learning rate rises")
    max_length: int = Field(default=32_768, ge=16, description="tokens; a longer sample is an error, never cut")
    checkpoint_steps: int = Field(default=200, ge=1, description="steps between checkpoints: what a crash may cost")
    seed: int = Field(default=7, description="of all that is random in a training")
    gradient_checkpointing: bool = Field(default=True, description="less memory for more time")
    stored_checkpoints: int = Field(
        default=2,
        ge=0,
        le=100,
        json_schema_extra=LATER,
        description="the newest of a training under way that the store keeps, so that it can go on elsewhere; 0: none",
    )
    temperature: float | None = Field(
        default=None,
        ge=0,
        le=5,
        json_schema_extra=LATER,
        description="of sampling, in the student's generation config; by default as it is evaluated",
    )
    top_p: float = Field(
        default=1.0, gt=0, le=1, json_schema_extra=LATER, description="likewise: the share of likely tokens"
    )
    too_long: Literal["refuse", "leave_out"] = Field(
        default="refuse",
        json_schema_extra=LATER,
        description="samples over `max_length`: refuse to train, or leave them out before a quota counts as filled",
    )
    preset: Literal["r1", "open-r1", "openthinker", "openmathreasoning", "light-r1", "light-r1-stage2"] | None = Field(
        default=None,
        exclude=True,  # its keys are written out: read again it would win over keys that have their defaults
        json_schema_extra=LATER,
        description="a published recipe (training.md); keys that are named win",
    )
    packing: bool = Field(
        default=False, json_schema_extra=LATER, description="samples of a batch share rows, without padding"
    )
    schedule: Literal["cosine", "linear", "constant"] = Field(
        default="cosine", json_schema_extra=LATER, description="of the learning rate, after it has risen"
    )
    learning_rate_floor: Share = Field(
        default=0.0, json_schema_extra=LATER, description="where `cosine` ends, as a share of learning_rate"
    )
    weight_decay: Share = Field(default=0.0, json_schema_extra=LATER, description="of AdamW")
    max_grad_norm: float = Field(
        default=1.0, ge=0, json_schema_extra=LATER, description="longer gradients are clipped to it; 0: none is"
    )
    betas: tuple[Share, ...] = Field(
        default=(0.9, 0.999), min_length=2, max_length=2, json_schema_extra=LATER, description="of AdamW"
    )
    order: Literal["random", "short_first", "easy_first"] = Field(
        default="random",
        json_schema_extra=LATER,
        description="of the samples in each epoch: by length, or by pass_rate, the highest first; needs packing = true",
    )
    mixture: dict[DomainName, Annotated[float, Field(ge=0, le=100)]] = Field(
        default={},
        json_schema_extra=LATER,
        description="DOMAIN, PART or PART/DOMAIN → how often an epoch has its samples, 1 if not named; needs packing",
    )
    validation: float = Field(
        default=0.0,
        ge=0,
        json_schema_extra=LATER,
        description="questions that are not trained on, their loss is measured: below 1 a share, else how many",
    )
    validation_steps: int = Field(
        default=0,
        ge=0,
        json_schema_extra=LATER,
        description="steps between these measurements, and between the weights of `average`; 0: an epoch",
    )
    keep: Literal["last", "best"] = Field(
        default="last",
        json_schema_extra=LATER,
        description="the weights that become the student: of the last step, or with the lowest held-out loss",
    )
    average: int = Field(
        default=1, ge=1, le=100, json_schema_extra=LATER, description="of so many last weights the mean is the student"
    )
    rope_theta: float | None = Field(
        default=None, gt=0, json_schema_extra=LATER, description="the base's, changed before training"
    )
    max_positions: int | None = Field(
        default=None, ge=16, json_schema_extra=LATER, description="the base's max_position_embeddings, changed"
    )
    lora: Lora | None = Field(default=None, json_schema_extra=LATER, description="train adapters, not the weights")
    launch: Launch = Field(default=Launch(), json_schema_extra=LATER, description="the processes that train")

    @model_validator(mode="before")
    @classmethod
    def _from_preset(cls, found: Any) -> Any:
        if not isinstance(found, dict):
            return found
        given = cast("dict[str, Any]", found)
        return {**PRESETS.get(str(given.get("preset")), {}), **given}

    @field_validator("mixture")
    @classmethod
    def _all_as_they_are_is_no_mixture(cls, found: dict[str, float]) -> dict[str, float]:
        """So that what trains the same student has the same id."""
        return found if any(weight != 1 for weight in found.values()) else {}

    @model_validator(mode="after")
    def _keys_agree(self) -> Self:
        if self.order != "random" and not self.packing:
            raise ValueError(f"packing = true where order is {self.order!r}, not packing = false")
        if self.mixture and not self.packing:
            raise ValueError("packing = true where there is a mixture, not packing = false")
        if self.launch.context_parallel > 1 and not self.packing:
            raise ValueError("packing = true where there is launch.context_parallel, not packing = false")
        if self.learning_rate_floor and self.schedule != "cosine":
            raise ValueError(f'schedule = "cosine" where there is a learning_rate_floor, not {self.schedule!r}')
        if self.validation >= 1 and self.validation != int(self.validation):
            raise ValueError(f"validation below 1, a share, or a whole number of questions, not {self.validation}")
        if self.keep == "best" and not self.validation:
            raise ValueError('validation where keep = "best", not 0')
        if self.average > 1 and self.keep == "best":
            raise ValueError('keep = "last" where there is average, not "best"')
        if self.lora is not None and self.launch.strategy != "ddp":
            raise ValueError(f'launch.strategy = "ddp" where there is lora, not {self.launch.strategy!r}')
        if self.launch.row_tokens and self.launch.row_tokens < self.max_length:
            raise ValueError(f"launch.row_tokens of at least max_length {self.max_length}, not less")
        return self
