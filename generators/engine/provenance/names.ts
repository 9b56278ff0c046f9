/** Names of what is written below .toltek/ about where a repository comes from. */
export const PROVENANCE_NAME = 'provenance.json';
export const SBOM_NAME = 'sbom.cdx.json';
export const SELECTION_NAME = 'selection.json';
/** The table of docs/costs.md as data (cost-table.schema.json). */
export const COSTS_NAME = 'costs.json';
