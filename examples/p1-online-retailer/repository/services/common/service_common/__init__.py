"""What every model service shares: settings, warehouse, registry, HTTP, reports, drift."""

import os

# Numeric libraries wait for their threads by spinning, which starves a machine that does anything else. They
# read this when they are loaded, so it stands before every other import.
os.environ.setdefault("OMP_WAIT_POLICY", "PASSIVE")
