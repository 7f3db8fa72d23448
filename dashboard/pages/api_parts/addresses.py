"""The addresses of the API with their parameters and one question each; tests hold them to the OpenAPI document."""

from dataclasses import dataclass

from ...indicators import Catalogue, subjects

# What every address understands.
COMMON = ("release", "f", "taal")
SPLITS = (
    "indeling",
    "leeftijd",
    "geslacht",
    "opleiding",
    "leerweg",
    "herkomst",
    "diploma",
    "moment",
    "positie",
    "werksoort",
    "uren",
)


@dataclass(frozen=True)
class Address:
    """One address: its path as in the OpenAPI document, an example of it, and its parameters beside the common ones.

    `needs` are the indicators that the example asks for beside the one in it, `targets` the one whose targets it needs.
    """

    name: str
    path: str
    example: str
    parameters: tuple[str, ...] = ()
    needs: tuple[str, ...] = ()
    targets: str = ""

    def answered(self, known: Catalogue) -> bool:
        """Whether a release has what the example asks for."""
        _, group, *rest = self.example.partition("?")[0].split("/")
        own = rest[:1] if group == "indicatoren" else []
        held = all(subjects.periods_of(known, name) for name in (*own, *self.needs))
        return held and (not self.targets or subjects.has_targets(known, self.targets))


LISTS = (
    Address("indicators", "/indicatoren", "/indicatoren"),
    Address("indicator", "/indicatoren/{name}", "/indicatoren/neet_leeftijd"),
    Address("regions", "/regios", "/regios?soort=doorstroompunt", ("soort",)),
    Address("sources", "/bronnen", "/bronnen"),
    Address("releases", "/releases", "/releases"),
)
FIGURES = (
    Address(
        "values",
        "/indicatoren/{name}/waarden",
        "/indicatoren/neet_leeftijd/waarden?regio=MC12&leeftijd=23_tot_27&periode=laatste",
        ("per", "regio", "periode", *SPLITS, "zoek", "sorteer", "met", "vergelijk", "niveau"),
    ),
    Address("printed", "/gepubliceerde-cijfers", "/gepubliceerde-cijfers", ("onderwerp",)),
    Address("targets", "/doelen", "/doelen"),
)
STATISTICS = (
    Address(
        "funnel",
        "/indicatoren/{name}/trechter",
        "/indicatoren/vsv_duo_lt23/trechter",
        (*SPLITS, "periode"),
    ),
    Address(
        "expected",
        "/indicatoren/{name}/verwacht",
        "/indicatoren/vsv_duo_lt23/verwacht",
        (*SPLITS, "periode", "kenmerken", "model", "niveau"),
    ),
    Address(
        "gap",
        "/indicatoren/{name}/verschil",
        "/indicatoren/vsv_duo_lt23/verschil?regio=MC12",
        (*SPLITS, "periode", "eerdere", "regio", "vergelijk", "kenmerken"),
    ),
    Address(
        "ranks",
        "/indicatoren/{name}/plaatsen",
        "/indicatoren/vsv_duo_lt23/plaatsen",
        (*SPLITS, "periode", "eerdere", "niveau"),
    ),
    Address(
        "revisions",
        "/indicatoren/{name}/herzieningen",
        "/indicatoren/vsv_duo_lt23_aantal/herzieningen",
        ("soort",),
    ),
    Address(
        "path",
        "/indicatoren/{name}/doelpad",
        "/indicatoren/vsv_duo_lt23_aantal/doelpad?regio=NL01",
        ("regio", "niveau"),
        targets=subjects.VSV_OLD_COUNT,
    ),
    Address(
        "judged",
        "/indicatoren/{name}/doelen",
        "/indicatoren/vsv_duo_lt23/doelen",
        ("periode", "niveau"),
        targets=subjects.VSV_OLD_COUNT,
    ),
    Address(
        "sharing",
        "/indicatoren/{name}/verdeling",
        "/indicatoren/vsv_duo_lt23_aantal/verdeling",
        ("periode",),
        targets=subjects.VSV_OLD_COUNT,
    ),
    Address(
        "group",
        "/indicatoren/{name}/groep",
        "/indicatoren/vsv_duo_lt23/groep?gemeente=MC12,MC28",
        (*SPLITS, "gemeente", "periode", "per"),
    ),
    Address("peers", "/regios/{code}/soortgelijk", "/regios/MC12/soortgelijk", ("aantal", "set")),
    Address(
        "report",
        "/regios/{code}/effectrapportage",
        "/regios/MC12/effectrapportage",
        ("periode",),
        needs=(subjects.VSV_OLD, subjects.NEET),
    ),
    Address("positions", "/regios/{code}/posities", "/regios/MC12/posities", ("periode",), needs=(subjects.NEET,)),
    Address("overlap", "/overlap", "/overlap?soort=doorstroompunt&jaar=2026", ("soort", "metSoort", "jaar")),
    Address(
        "work",
        "/duurzaam-werk",
        "/duurzaam-werk",
        ("uren", "werksoort", "moment", "periode", "niveau"),
        needs=(subjects.WORK_12,),
    ),
)
GROUPS = {"figures": FIGURES, "lists": LISTS, "statistics": STATISTICS}


def parameters() -> list[str]:
    """Every parameter once, the common ones first."""
    every = [name for group in GROUPS.values() for address in group for name in address.parameters]
    return list(dict.fromkeys([*COMMON, *every]))
