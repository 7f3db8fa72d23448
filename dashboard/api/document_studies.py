"""The part of the OpenAPI document about studies: questions about figures, with their parameters."""

from typing import Annotated, Any, Literal

from flask_openapi3 import OpenAPI, Tag
from pydantic import BaseModel, Field

from .models import CODES, Common, IndicatorPath, Method, Problem

Level = Annotated[Literal["95", "99.8"], Field(description="Zekerheid van een uitkomst of interval, in procenten.")]
PERIOD = Field(None, description="Startjaar: 2023 is 2023 of 2023/'24; zonder deze de laatste.")
FACTORS = Field(None, description="Kenmerken die de groepen maken, met een komma ertussen, als leeftijd,opleiding.")


class RegionPath(BaseModel):
    """The region in the address."""

    code: str = Field(description="Code, nummer of naam van een regio, zie /regios.")


class Split(Common):
    """Filters that the figures of a study may have."""

    indeling: str | None = Field(None, description="periode (regio's van toen) of 2026.")
    leeftijd: str | None = Field(None, description=CODES)
    geslacht: str | None = Field(None, description=CODES)
    opleiding: str | None = Field(None, description=CODES)
    leerweg: str | None = Field(None, description=CODES)
    herkomst: str | None = Field(None, description=CODES)
    diploma: str | None = Field(None, description=CODES)
    moment: str | None = Field(None, description=CODES)
    positie: str | None = Field(None, description=CODES)
    werksoort: str | None = Field(None, description=CODES)
    uren: str | None = Field(None, description=CODES)


class FunnelQuery(Split):
    periode: str | None = PERIOD


class ExpectedQuery(Split):
    periode: str | None = PERIOD
    kenmerken: str | None = FACTORS
    model: Literal["intern", "cbs"] = Field("intern", description="Eigen model, of het risicomodel van het CBS.")
    niveau: Level = "95"


class GapQuery(Split):
    periode: str | None = PERIOD
    eerdere: str | None = Field(None, description="Startjaar om mee te vergelijken, alleen bij vergelijk=eerder.")
    regio: str | None = Field(None, description="Een regio; zonder deze alle Doorstroompuntregio's.")
    vergelijk: str = Field("NL01", description="Een regio, soortgelijk, of eerder (de regio zelf, een jaar terug).")
    kenmerken: str | None = FACTORS


class RankQuery(Split):
    periode: str | None = PERIOD
    eerdere: str | None = Field(None, description="Het startjaar ervoor; zonder deze het jaar ervoor.")
    niveau: Level = "95"


class RevisionQuery(Common):
    soort: str = Field("doorstroompunt", description="Soort regio, zie /regios.")


class PathQuery(Common):
    regio: str = Field("NL01", description="Code, nummer of naam van een regio.")
    niveau: Level = "95"


class TargetsQuery(Common):
    periode: str | None = PERIOD
    niveau: Level = "95"


class YearQuery(Common):
    periode: str | None = PERIOD


class GroupQuery(Split):
    gemeente: str = Field(description="Gemeenten of hele regio's van de groep, met een komma ertussen.")
    periode: str | None = PERIOD
    per: str | None = Field(None, description="Waarnaar de cijfers worden gesplitst.")


class PeerQuery(Common):
    aantal: int = Field(7, description="Hoeveel soortgelijke regio's.")
    set: str | None = Field(None, description="Id van een vaste lijst; zonder deze de nieuwste.")


class OverlapQuery(Common):
    soort: str = Field("doorstroompunt", description="Soort regio.")
    metSoort: str = Field("arbeidsmarkt", description="De andere soort.")  # noqa: N815 - the name in the address
    jaar: int = Field(2026, description="Van welk jaar de indeling is.")


class WorkQuery(Common):
    uren: str | None = Field(None, description="Vanaf welke urenklasse werk meetelt.")
    werksoort: Literal["alle", "vast", "niet_flexibel", "niet_zelfstandig"] = Field("alle")
    moment: str | None = Field(None, description="direct, 1_jaar, 2_jaar, 3_jaar of 5_jaar.")
    periode: str | None = PERIOD
    niveau: Level = "95"


class Study(BaseModel):
    """The answer to a question about figures; its own fields stand beside these."""

    model_config = {"extra": "allow"}

    voorbeelddata: bool
    release: str
    methoden: list[Method] = Field([], description="Hoe de statistiek is gemaakt.")


ABOUT: dict[str, tuple[type[Common], str]] = {
    "/indicatoren/<name>/trechter": (FunnelQuery, "Trechter: hoe ver cijfers door toeval uiteenlopen"),
    "/indicatoren/<name>/verwacht": (ExpectedQuery, "Verwacht aantal bij dezelfde samenstelling"),
    "/indicatoren/<name>/verschil": (GapQuery, "Waaruit een verschil bestaat: samenstelling en kans"),
    "/indicatoren/<name>/plaatsen": (RankQuery, "Plaats met interval, en waarom die verschoof"),
    "/indicatoren/<name>/herzieningen": (RevisionQuery, "Hoe ver een voorlopig cijfer nog kan veranderen"),
    "/indicatoren/<name>/doelpad": (PathQuery, "Doelen van een regio: pad, tempo en stand"),
    "/indicatoren/<name>/doelen": (TargetsQuery, "Doelen van alle regio's in een jaar"),
    "/indicatoren/<name>/verdeling": (YearQuery, "Het landelijke doel verdeeld over de regio's"),
    "/indicatoren/<name>/groep": (GroupQuery, "Cijfers van een eigen groep gemeenten"),
    "/regios/<code>/soortgelijk": (PeerQuery, "Regio's die het meest op een regio lijken"),
    "/regios/<code>/effectrapportage": (YearQuery, "Onderdeel a van de jaarlijkse effectrapportage"),
    "/regios/<code>/posities": (YearQuery, "Wat jongeren per leeftijd doen: onderwijs, werk, of geen van beide"),
    "/overlap": (OverlapQuery, "Hoe regio's van twee soorten elkaar overlappen"),
    "/duurzaam-werk": (WorkQuery, "Duurzaam werk onder elke keuze van uren, contract en moment"),
}


def describe_studies(book: OpenAPI) -> None:
    """Adds the addresses of studies to the document."""
    tag = Tag(name="statistiek")
    for path, (query, summary) in ABOUT.items():
        book.get(path, tags=[tag], summary=summary, responses={200: Study, 400: Problem, 404: Problem})(
            _described(path, query)
        )


def _described(path: str, query: type[Common]) -> Any:
    """A function with the types that the document reads; nobody calls it."""

    def nothing() -> None: ...

    nothing.__name__ = "study_" + path.rpartition("/")[2].replace("-", "_")
    nothing.__annotations__ = {"query": query, "return": None}
    if "<" in path:
        nothing.__annotations__["path"] = IndicatorPath if "<name>" in path else RegionPath
    return nothing
