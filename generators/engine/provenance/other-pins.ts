import { packageUrl, UnreadablePin } from './pin.ts';
import type { Pin } from './pin.ts';
import { toolPin } from './workflows.ts';

const VARIABLE =
  /^\s*(?:export\s+|readonly\s+)*([A-Za-z][A-Za-z0-9]*)_version\s*[:?]?=\s*["']?(\d[\w.+-]*)["']?\s*$/i;

/** The versions of tools that a Makefile or shell script notes, as `uv_version=0.13.8`. */
export function scriptPins(text: string): readonly Pin[] {
  return text.split('\n').flatMap((line) => {
    const [, written, version] = VARIABLE.exec(line) ?? [];
    if (written === undefined || version === undefined) return [];
    const name = written.toLowerCase();
    const tool = toolPin(name, version);
    // What pip installs by that version is the package of that name.
    return [text.includes(`${name}==$`) ? { ...tool, purl: packageUrl('pypi', name, version) } : tool];
  });
}

const PROVIDER = /required_providers\.([a-z0-9_-]+)\.version['"],\s*['"]([^'"]+)['"]/g;

/** The versions of Terraform's providers that an infrastructure program asks for. */
export function terraformPins(text: string): readonly Pin[] {
  if (!text.includes('required_providers')) return [];
  const pins = [...text.matchAll(PROVIDER)].map(([, provider = '', constraint = '']): Pin => {
    const name = `hashicorp/${provider}`;
    return {
      kind: 'terraform-provider',
      name,
      constraint,
      purl: packageUrl('terraform', name),
      hashes: '',
    };
  });
  const line = text.split('\n').findIndex((each) => each.includes('required_providers'));
  if (pins.length === 0)
    throw new UnreadablePin(line + 1, "'terraform.required_providers.NAME.version', 'RANGE'");
  return pins;
}

/** The hooks that pre-commit fetches, by revision. */
export function preCommitPins(text: string): readonly Pin[] {
  return pairs(text, 'repo', 'rev', (repository) => !['local', 'meta'].includes(repository)).map(
    ([repository, version]) => {
      const name = repository.replace(/^https:\/\/(github\.com\/)?/, '').replace(/\.git$/, '');
      const type = repository.startsWith('https://github.com/') ? 'github' : 'generic';
      return { kind: 'pre-commit-hook', name, version, purl: packageUrl(type, name, version), hashes: '' };
    },
  );
}

/** The packages that dbt fetches from its hub. */
export function dbtPins(text: string): readonly Pin[] {
  return pairs(text, 'package', 'version', () => true).map(([name, written]) => ({
    kind: 'dbt-package',
    name,
    ...(/^\d/.test(written)
      ? { version: written, purl: packageUrl('generic', name, written) }
      : { constraint: written, purl: packageUrl('generic', name) }),
    hashes: '',
  }));
}

/**
 * The items of a YAML list that name something and, in one of the next lines, its version.
 * @throws UnreadablePin for an item that is wanted and has no version.
 */
function pairs(
  text: string,
  nameKey: string,
  versionKey: string,
  isWanted: (name: string) => boolean,
): readonly (readonly [name: string, version: string])[] {
  const found: (readonly [string, string])[] = [];
  let open: { readonly name: string; readonly line: number } | undefined;
  const missing = (line: number): UnreadablePin => new UnreadablePin(line, `${nameKey} with a ${versionKey}`);
  for (const [index, line] of text.split('\n').entries()) {
    const [, key, value = ''] = /^\s*(?:-\s+)?([a-z]+):\s*(.*?)\s*(?:\s#.*)?$/.exec(line) ?? [];
    const plain = value.replace(/^(["'])(.*)\1$/, '$2');
    if (key === nameKey) {
      if (open !== undefined) throw missing(open.line);
      open = isWanted(plain) ? { name: plain, line: index + 1 } : undefined;
    } else if (key === versionKey && open !== undefined && plain !== '') {
      found.push([open.name, plain]);
      open = undefined;
    }
  }
  if (open !== undefined) throw missing(open.line);
  return found;
}
