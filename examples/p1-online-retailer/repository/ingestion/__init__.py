"""Ingestion: reads the client's sources with dlt and lands them twice.

`raw_<source>` holds the tables as they came; `landing` holds the canonical entities of contract/entities,
which `<source>/mapping.yaml` derives from them. Everything downstream reads `landing` only.

    python -m ingestion list
    python -m ingestion suggest-mapping --source SOURCE
    python -m ingestion check-mapping --source SOURCE
    python -m ingestion run [--source SOURCE] [--full]
    python -m ingestion freshness
"""

import os

# Before dlt is imported: it reads these then.
os.environ.setdefault("RUNTIME__DLTHUB_TELEMETRY", "false")
os.environ.setdefault("RUNTIME__LOG_LEVEL", "ERROR")
