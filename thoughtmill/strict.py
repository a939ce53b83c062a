"""What every table of a campaign is made of."""

from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field, JsonValue, SerializerFunctionWrapHandler, model_serializer

Name = Annotated[str, Field(pattern=r"^[a-z0-9][a-z0-9_-]*$", max_length=40)]
"""Lower case, digits, `-` and `_`: it becomes part of keys in the store."""


LATER: dict[str, JsonValue] = {"later": True}
"""`Field(default=…, json_schema_extra=LATER)`: for every key that was not there when the first stores were made."""


class Strict(BaseModel):
    """A table of the campaign: a key that it doesn't know is an error, not a default."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    @model_serializer(mode="wrap")
    def _without_later_defaults(self, dump: SerializerFunctionWrapHandler) -> dict[str, Any]:
        """A key that came later is left out while it has its default: what was paid for keeps its ids."""
        fields = type(self).model_fields
        return {
            name: value
            for name, value in dump(self).items()
            if fields[name].json_schema_extra != LATER or getattr(self, name) != fields[name].get_default()
        }
