/** Names of what is written below .toltek/ about where a repository comes from. */
export const PROVENANCE_NAME = 'provenance.json';
export const SBOM_NAME = 'sbom.cdx.json';
export const SELECTION_NAME = 'selection.json';
