// From the name of a template's file to the path it is written to, and what a path may look like.

/** Folder of a client repository that holds what the toolbox itself writes. */
export const ENGINE_FOLDER = '.toltek';

/** Code keeps its names: `_private.py` is a Python convention, not a hidden file. */
const CODE = /\.(py|pyi|sql|ts|js)(\.hbs)?$/;

/** A name that npm or git would interpret is stored with an underscore: `_gitignore` is written as `.gitignore`. */
function revealed(segment: string): string {
  const stored = /^_[a-z]/.test(segment) && !segment.includes('__') && !CODE.test(segment);
  return stored ? `.${segment.slice(1)}` : segment;
}

/** Whether Handlebars renders the file; any other is copied byte for byte. */
export function isRendered(storedPath: string): boolean {
  return storedPath.endsWith('.hbs');
}

/** The path a stored file is written to, tokens of `forEach` not yet replaced. */
export function writtenPath(storedPath: string): string {
  const path = isRendered(storedPath) ? storedPath.slice(0, -'.hbs'.length) : storedPath;
  return path.split('/').map(revealed).join('/');
}

/** The tokens of a path: `__source.id__` is `['source', 'id']`. */
export function tokensOf(path: string): readonly (readonly [string, string])[] {
  return [...path.matchAll(/__([a-z][a-zA-Z0-9]*)\.([a-z][a-zA-Z0-9]*)__/g)].map(
    ([, name = '', field = '']) => [name, field],
  );
}

/** A path with the tokens of one item replaced. */
export function fillTokens(path: string, name: string, fields: Readonly<Record<string, string>>): string {
  return Object.entries(fields).reduce(
    (filled, [field, value]) => filled.replaceAll(`__${name}.${field}__`, value),
    path,
  );
}

const RESERVED = /^(con|prn|aux|nul|com[0-9]|lpt[0-9])(\.|$)/i;
const SEGMENT = /^[A-Za-z0-9._@+-]+$/;

/** The longest path that fits a checkout on Windows and the header of a tar archive, in characters. */
const LONGEST_PATH = 150;
const LONGEST_SEGMENT = 100;

/** What keeps a path from being written on every system, in words, or `undefined` if nothing does. */
export function pathMisfit(path: string): string | undefined {
  if (path.length > LONGEST_PATH) return `at most ${LONGEST_PATH} characters`;
  for (const segment of path.split('/')) {
    if (segment === '' || segment === '.' || segment === '..')
      return 'a path within the repository, without empty parts, . or ..';
    if (!SEGMENT.test(segment)) return 'letters, digits and . _ @ + - in each part of the path';
    if (RESERVED.test(segment)) return `a name that Windows can hold ('${segment}' is a device there)`;
    if (segment.endsWith('.')) return 'no dot at the end of a name (Windows drops it)';
    if (segment.length > LONGEST_SEGMENT) return `names of at most ${LONGEST_SEGMENT} characters`;
    if (segment.toLowerCase() === '.git') return 'no path inside .git';
  }
  return undefined;
}
