"""Writes the OpenAPI 3.1 document of the API with flask-openapi3; serves nothing and validates nothing."""

import os
from functools import cache
from typing import Any, Literal

from flask_openapi3 import Contact, Info, License, OpenAPI, Server, Tag
from pydantic import BaseModel, Field

from ..indicators import DIMENSIONS
from ..state import PARAMETER
from .document_studies import describe_studies
from .models import CODES, Common, IndicatorPath, Method, Problem

DESCRIPTION = """\
Cijfers over voortijdig schoolverlaten, jongeren zonder onderwijs en werk, en werk na school, per Doorstroompuntregio.
Elke waarde heeft een status: A definitief, P voorlopig, E geschat; zonder waarde: Q te klein om te tonen,
O onbekend of geheim, M kan niet voorkomen, L niet geleverd. Staat `voorbeelddata` op true, dan zijn de cijfers
verzonnen.

Alle gegevens zijn open. Antwoorden mogen daarom bewaard worden: de ETag is de release, dus een antwoord verandert
alleen als er nieuwe gegevens zijn. Zet `release=<id>` in het adres om altijd dezelfde cijfers te krijgen.
Een versie wordt ten minste zes maanden van tevoren afgekondigd als zij verdwijnt (headers Deprecation en Sunset).
"""


class RegionQuery(Common):
    """What the list of regions may be asked."""

    soort: str | None = Field(None, description="land, landsdeel, provincie, doorstroompunt, arbeidsmarkt of gemeente.")


class PublishedQuery(Common):
    """What the list of printed figures may be asked."""

    onderwerp: str | None = Field(None, description="Alleen cijfers over dit onderwerp.")


class ValueQuery(Common):
    """What figures may be asked."""

    per: str = Field("regio", description="Waarnaar de cijfers worden gesplitst, met een komma ertussen.")
    regio: str | None = Field(None, description="Code, nummer, naam of soort (doorstroompunt). " + CODES)
    periode: str | None = Field(None, description="Startjaar, laatste of alle: 2023 is 2023 of 2023/'24. " + CODES)
    indeling: str | None = Field(None, description="periode (regio's van toen) of 2026.")
    leeftijd: str | None = Field(None, description="Half open: 23_tot_27 is 23 tot en met 26 jaar. " + CODES)
    geslacht: str | None = Field(None, description=CODES)
    opleiding: str | None = Field(None, description=CODES)
    leerweg: str | None = Field(None, description=CODES)
    herkomst: str | None = Field(None, description=CODES)
    diploma: str | None = Field(None, description=CODES)
    moment: str | None = Field(None, description="direct, 1_jaar, 2_jaar, 3_jaar of 5_jaar. " + CODES)
    positie: str | None = Field(None, description=CODES)
    werksoort: str | None = Field(None, description=CODES)
    uren: str | None = Field(None, description=CODES)
    met: str | None = Field(
        None, description="Statistiek in extra kolommen: interval, vergelijking, plaats, trechter, trend, verwacht."
    )
    vergelijk: str = Field("NL01", description="Waarmee wordt vergeleken: een regio, soortgelijk of eerder.")
    niveau: Literal["95", "99.8"] = Field("95", description="Zekerheid van een uitkomst, in procenten.")
    sorteer: str | None = Field(
        None, description="Kolommen om op te sorteren, met een komma ertussen; -waarde is van hoog naar laag."
    )
    zoek: str | None = Field(
        None, description="Alleen rijen met al deze woorden in hun namen, codes of status, bijvoorbeeld: twente 2023."
    )
    # Figures come in more forms than lists do.
    f: Literal["json", "csv", "csv-nl", "xlsx", "parquet"] = Field("json", description="Vorm van het antwoord.")  # type: ignore[assignment]


class Figure(BaseModel):
    """One figure; the codes and names of its dimensions stand before these fields."""

    model_config = {"extra": "allow"}

    indicator: str
    waarde: float | None = Field(description="Leeg als de status Q, O, M, L of N is.")
    teller: float | None
    noemer: float | None
    eenheid: str
    status: Literal["A", "P", "E", "Q", "O", "M", "L", "N"]
    statusWoord: str  # noqa: N815 - the name in the answer
    reden: str | None = Field(description="Waarom er geen waarde is, in woorden; leeg als er een waarde is.")
    afgeleid: bool = Field(description="true: door ons opgeteld.")
    delen: int = Field(description="Aantal gepubliceerde cellen achter dit cijfer.")
    marge: float | None = Field(description="Standaardfout door afronding, in de eenheid van de waarde.")
    bron: str
    voorbeelddata: bool


class Figures(BaseModel):
    """The figures with what a reader must know of them."""

    voorbeelddata: bool
    release: str
    indicator: str
    naam: str
    eenheid: str
    decimalen: int
    bron: dict[str, str]
    per: list[str]
    methoden: list[Method]
    waarden: list[Figure]


class Listing(BaseModel):
    """A list of things, under their own name."""

    model_config = {"extra": "allow"}

    voorbeelddata: bool
    release: str


@cache
def document(prefix: str, version: str) -> dict[str, Any]:
    """The document as a dictionary."""
    assert set(ValueQuery.model_fields) >= {PARAMETER[dimension] for dimension in DIMENSIONS}
    book = OpenAPI(
        "doorstroommonitor",
        info=Info(
            title="Doorstroommonitor API",
            version=version,
            description=DESCRIPTION,
            contact=Contact(name="Doorstroommonitor", url="/nl/", email=os.environ.get("DOORSTROOM_EMAIL")),
            license=License(name="EUPL-1.2", url="https://joinup.ec.europa.eu/collection/eupl/eupl-text-eupl-12"),
        ),
        servers=[Server(url=prefix)],
        security_schemes={},
        doc_ui=False,
    )
    wrong: dict[str | int, Any] = {400: Problem, 404: Problem}
    figures, lists = Tag(name="cijfers"), Tag(name="lijsten")

    @book.get("/indicatoren", tags=[lists], summary="Alle indicatoren", responses={200: Listing, 400: Problem})
    def indicatoren(query: Common) -> None: ...

    @book.get("/indicatoren/<name>", tags=[lists], summary="Een indicator", responses={200: Listing, **wrong})
    def indicator(path: IndicatorPath, query: Common) -> None: ...

    @book.get("/indicatoren/<name>/waarden", tags=[figures], summary="Cijfers", responses={200: Figures, **wrong})
    def waarden(path: IndicatorPath, query: ValueQuery) -> None: ...

    @book.get("/regios", tags=[lists], summary="Alle regio's", responses={200: Listing, 400: Problem})
    def regios(query: RegionQuery) -> None: ...

    @book.get(
        "/gepubliceerde-cijfers",
        tags=[figures],
        summary="Cijfers zoals gedrukt",
        responses={200: Listing, 400: Problem},
    )
    def gepubliceerde_cijfers(query: PublishedQuery) -> None: ...

    @book.get("/doelen", tags=[figures], summary="Doelen en streefcijfers", responses={200: Listing, 400: Problem})
    def doelen(query: Common) -> None: ...

    @book.get("/bronnen", tags=[lists], summary="Alle bronnen", responses={200: Listing, 400: Problem})
    def bronnen(query: Common) -> None: ...

    @book.get("/releases", tags=[lists], summary="Alle releases", responses={200: Listing, 400: Problem})
    def releases(query: Common) -> None: ...

    describe_studies(book)
    with book.app_context():
        return dict(book.api_doc)
