"""Where everything is in a research package: the names that its writer and its readers share."""

FORMAT = 1
"""The version of this layout, which `package.json` names."""

METADATA = "ro-crate-metadata.json"
PREVIEW = "ro-crate-preview.html"
PAGE = "index.html"  # the same bytes as the preview
README = "README.md"
CITATION = "CITATION.cff"
DATACITE = "datacite.json"
LICENCE = "LICENSE.txt"
ABOUT = "package.json"
MANIFEST = "manifest-sha256.txt"
LOG = "log.jsonl"
OUTSIDE_DIGEST = frozenset({MANIFEST, LOG})
"""The files that the manifest leaves out: itself, and the log of what was executed when and where."""

GRAPH = "data/graph.nq"
ARTICLES = "data/articles.csv"
RECORDS = "data/records"
TEXTS = "data/texts"
QUARANTINE = "data/quarantine"
JUDGEMENTS = "data/judgements.tsv"
REPORT = "data/report.txt"
REPORT_GRAPH = "data/report.ttl"

KNOWLEDGE = "knowledge"
SNAPSHOT = "knowledge/snapshot.sqlite"
KNOWLEDGE_ABOUT = "knowledge/about.json"
ONTOLOGY = "ontology"
SHAPES = "shapes"
QUERIES = "queries"
ANSWERS = "answers"

SETTINGS = "software/settings.json"
MODEL = "software/model.json"
MODEL_CARD = "software/model-card.md"
LOCK = "software/requirements.lock"
VERSIONS = "software/versions.json"
