"""One question in curl, Python and R, to copy; runs nothing."""

from ...state import API

# The browser puts the address of the site in its place (assets/snippet.js).
SITE = "https://SITE"
QUESTION = f"{SITE}{API}/indicatoren/neet_leeftijd/waarden?regio=doorstroompunt&leeftijd=23_tot_27&periode=laatste"

SNIPPETS = {
    "curl": f'curl "{QUESTION}&f=csv" --output neet_23_tot_27.csv',
    "python": f"""import pandas as pd

cijfers = pd.read_csv("{QUESTION}&f=csv")
print(cijfers[["regioNaam", "waarde", "status"]])""",
    "r": f"""cijfers <- read.csv("{QUESTION}&f=csv", fileEncoding = "UTF-8-BOM")
print(cijfers[, c("regioNaam", "waarde", "status")])""",
}


def snippet(name: str) -> str:
    """The example in one language."""
    return SNIPPETS[name]
