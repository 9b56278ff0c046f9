"""What every model service of this repository shares: settings, warehouse, registry, HTTP, reports, drift."""
