"""Who the names of the Sputnik article are in Wikidata, established by hand from the snapshot's sources."""

ENTITIES = {
    "Sputnik": "Q18572033",
    "Ukraine": "Q212",
    "Telegram": "Q15616276",
    "Chasov Yar": "Q2415330",
    "Donetsk People’s Republic": "Q16150196",
    "Kiev": "Q1899",
    "TikTok": "Q48938223",
    "NATO": "Q7184",
    "US": "Q30",
    "France": "Q142",
    "Slavyansk": "Q33581",
    "Emmanuel Macron": "Q3052772",
    "Macron": "Q3052772",
    "Europe": "Q46",
    "The Economist": "Q180089",
    "Kremlin": "Q133274",
    "Moscow": "Q649",
    "Paris": "Q90",
}
"""Every other name in it must stay unlinked."""
