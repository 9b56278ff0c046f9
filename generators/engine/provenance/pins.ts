import type { Problem } from '#catalog/problem.ts';
import { refuseAny, wrong } from '../problems.ts';
import { dockerfilePins } from './images.ts';
import { npmPins } from './npm-lock.ts';
import { dbtPins, preCommitPins, scriptPins, terraformPins } from './other-pins.ts';
import { UnreadablePin } from './pin.ts';
import type { Pin } from './pin.ts';
import { requirementPins } from './requirements.ts';
import type { KnownBlocks } from './requirements.ts';
import { workflowPins } from './workflows.ts';

/** The files of a client repository by path, as rendered or as kept. */
export type PinnedFiles = ReadonlyMap<string, { readonly bytes: Uint8Array }>;

/** A pin and every file that has it. */
export interface FoundPin extends Pin {
  /** Sorted, at least one. */
  readonly files: readonly string[];
}

interface Parser {
  readonly reads: RegExp;
  readonly pins: (text: string, known: KnownBlocks) => readonly Pin[];
}

/** What is read for pins. Whoever generates another kind of file with versions in it adds it here. */
const PARSERS: readonly Parser[] = [
  { reads: /(^|\/)requirements(\/[^/]+|[^/]*)\.txt$/, pins: requirementPins },
  { reads: /(^|\/)package-lock\.json$/, pins: npmPins },
  { reads: /^\.github\/.*\.ya?ml$/, pins: workflowPins },
  { reads: /(^|\/)Dockerfile(\.(?!dockerignore$)[^/]+)?$/, pins: dockerfilePins },
  { reads: /^infra\/.*\.ts$/, pins: terraformPins },
  { reads: /(^|\/)\.pre-commit-config\.yaml$/, pins: preCommitPins },
  { reads: /^transform\/(packages|dependencies|package-lock)\.yml$/, pins: dbtPins },
  { reads: /(^|\/)(Makefile|[^/]+\.(mk|sh))$/, pins: scriptPins },
];

/** Whether a file is read for pins. */
export function mayPin(path: string): boolean {
  return PARSERS.some(({ reads }) => reads.test(path));
}

/**
 * Everything from elsewhere that the files pin, each once, in the order of package URLs.
 * @throws InputError naming every file that cannot be read: a pin that nobody lists is worse than a stop.
 */
export function pinsOf(files: PinnedFiles): readonly FoundPin[] {
  const found = new Map<string, Gathered>();
  const known: KnownBlocks = new Map();
  const problems: Problem[] = [];
  for (const [path, { bytes }] of files) {
    const parser = PARSERS.find(({ reads }) => reads.test(path));
    if (parser === undefined) continue;
    try {
      for (const pin of parser.pins(new TextDecoder().decode(bytes), known)) gather(found, path, pin);
    } catch (error) {
      if (!(error instanceof UnreadablePin)) throw error;
      problems.push(unreadable(path, error));
    }
  }
  refuseAny(problems);
  return [...found.values()].map(finished).sort((a, b) => (keyOf(a) < keyOf(b) ? -1 : 1));
}

interface Gathered {
  readonly first: Pin;
  /** Further ways in which files pin the same, with other hashes. */
  readonly others: Set<Pin>;
  readonly files: Set<string>;
}

/** The digests of a pin, one by one. */
export function hashesOf({ hashes }: Pin): readonly string[] {
  return hashes === '' ? [] : hashes.split(' ');
}

/** What makes two pins the same, whatever hashes each of them allows. */
export function keyOf({ purl, constraint }: Pin): string {
  return constraint === undefined ? purl : `${purl} ${constraint}`;
}

function gather(found: Map<string, Gathered>, path: string, pin: Pin): void {
  const key = keyOf(pin);
  const gathered = found.get(key) ?? { first: pin, others: new Set(), files: new Set() };
  if (gathered.first !== pin) gathered.others.add(pin);
  gathered.files.add(path);
  found.set(key, gathered);
}

function finished({ first, others, files }: Gathered): FoundPin {
  const found = { ...first, files: [...files].sort() };
  if (others.size === 0) return found;
  const hashes = new Set([first, ...others].flatMap((pin) => hashesOf(pin)));
  return { ...found, hashes: [...hashes].sort().join(' ') };
}

function unreadable(file: string, { line, expected }: UnreadablePin): Problem {
  return wrong('PIN_UNREADABLE', 'What this file pins cannot be listed.', {
    file,
    pointer: `line ${line}`,
    expected,
    action: 'Pin it exactly (docs/templates.md, Pins).',
  });
}
