/** What kind of thing is pinned. */
export type PinKind =
  | 'python-package'
  | 'npm-package'
  | 'github-action'
  | 'container-image'
  | 'terraform-provider'
  | 'pre-commit-hook'
  | 'dbt-package'
  | 'tool';

/** Something from elsewhere that a file of a client repository names with a version. */
export interface Pin {
  readonly kind: PinKind;
  /** As its registry calls it, with scope or owner: `@cdktf/provider-google`, `actions/checkout`. */
  readonly name: string;
  /** Exact version, tag or commit; absent where the file gives a range. */
  readonly version?: string;
  /** The range, where the file gives one: `~> 6.50`. */
  readonly constraint?: string;
  /** Package URL: https://github.com/package-url/purl-spec. */
  readonly purl: string;
  /**
   * Digests of every distribution that the file allows, as `sha256:` and lower-case hexadecimal, joined by spaces; empty
   * where there are none. One text, for there are thousands.
   */
  readonly hashes: string;
  /** The tag that a commit had, as the file notes it. */
  readonly tag?: string;
}

/** A line that a parser of pins does not understand: it could be a pin that nobody lists. */
export class UnreadablePin extends Error {
  /** Counted from 1. */
  readonly line: number;
  readonly expected: string;

  constructor(line: number, expected: string) {
    super(`Line ${line} cannot be read.`);
    this.line = line;
    this.expected = expected;
  }
}

/** A package URL: type, then names and version with what they may not hold escaped. */
export function packageUrl(type: string, name: string, version?: string, repository?: string): string {
  const path = name.split('/').map(encodeURIComponent).join('/');
  const at = version === undefined ? '' : `@${encodeURIComponent(version)}`;
  const query = repository === undefined ? '' : `?repository_url=${encodeURIComponent(repository)}`;
  return `pkg:${type}/${path}${at}${query}`;
}
