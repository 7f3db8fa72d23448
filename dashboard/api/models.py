"""What the OpenAPI document says of the parts that many answers share."""

from typing import Literal

from pydantic import BaseModel, Field

CODES = "Een code, of meer codes met een komma ertussen."


class Common(BaseModel):
    """What every request may carry."""

    release: str | None = Field(None, description="Een eerdere release; zonder deze de huidige.")
    f: Literal["json", "csv", "csv-nl", "xlsx"] = Field("json", description="Vorm van het antwoord.")
    taal: Literal["nl", "en"] = Field("nl", description="Taal van namen en woorden.")


class IndicatorPath(BaseModel):
    """The id in the address."""

    name: str = Field(description="Id van een indicator, zie /indicatoren.")


class Problem(BaseModel):
    """What went wrong and what to do (application/problem+json)."""

    status: int
    title: str
    detail: str


class Method(BaseModel):
    """How a statistic was made, and where the method is described."""

    id: str
    parameters: dict[str, float | int | str]
    bron: str
