import type { History, Template } from '#catalog/schema/generated/types.ts';
import type { Problem } from '#catalog/problem.ts';
import { wholeTemplate } from '#catalog/template-parts.ts';
import { canonicalJson, sha256 } from './digest.ts';
import { wrong } from './problems.ts';
import { writtenPath } from './render/paths.ts';
import type { StoredFile, TemplateReader } from './render/render.ts';
import { compareVersions } from './update/versions.ts';

/** What one version of a template wrote and created. */
export type HistoryVersion = History['versions'][number];

/**
 * The parts of a manifest that decide what a client repository holds: they plan or they render. The others tell people
 * about the template (`summary`, `description`, `owner`, `lifecycle`, `cost`, `creates`), or tell an update about its past
 * (`changes`, `renames`, `removes`, `moved`, `migrations`): a past that is written down better makes no new version.
 */
const DECISIVE = [
  'id',
  'name',
  'kind',
  'licence',
  'inputs',
  'options',
  'provides',
  'requires',
  'defaultFor',
  'chosenWhen',
  'classes',
  'forEach',
  'contributes',
  'stateful',
] as const satisfies readonly (keyof Template)[];

/** A template as it is now, as its history records it. */
export function recordOf(manifest: Template, reader: TemplateReader): HistoryVersion {
  const stored = reader.filesOf(manifest.id);
  const whole = wholeTemplate(manifest);
  const constructs = (whole.constructs ?? []).flatMap((construct) => reader.construct(construct));
  const decisive = Object.fromEntries(DECISIVE.map((name) => [name, manifest[name] ?? null]));
  return {
    version: manifest.version,
    digest: sha256(
      canonicalJson({
        manifest: { ...decisive, ...decisiveParts(manifest) },
        files: stored.map(lineOf),
        constructs: constructs.map(lineOf),
      }),
    ),
    paths: unique([
      ...stored.map(({ path }) => writtenPath(path)),
      ...constructs.map(({ path }) => `infra/constructs/${path}`),
    ]),
    stateful: unique((whole.stateful ?? []).map(({ address }) => address)),
  };
}

/** The parts of a manifest that has any, without what decides nothing. */
function decisiveParts({ parts }: Template): Record<string, unknown> {
  return parts === undefined
    ? {}
    : {
        parts: parts.map(({ with: capability, files, constructs, contributes, stateful }) => [
          capability,
          files ?? null,
          constructs ?? null,
          contributes ?? null,
          stateful ?? null,
        ]),
      };
}

function lineOf({ path, bytes, executable }: StoredFile): string {
  return `${executable ? '755' : '644'} ${sha256(bytes)} ${path}`;
}

function unique(names: readonly string[]): string[] {
  return [...new Set(names)].sort();
}

/**
 * A history with a template as it is now at its end: in place of the same version as long as that has not shipped, else as
 * a new one. The problem, if what shipped would change or the version goes down.
 * @param history missing where nothing is recorded yet.
 */
export function withHead(
  template: string,
  history: History | undefined,
  head: HistoryVersion,
): History | Problem {
  const last = history?.versions.at(-1);
  if (history === undefined || last === undefined) return { historyVersion: 1, template, versions: [head] };
  const order = compareVersions(head.version, last.version);
  if (order < 0) return versionDown(head, last);
  if (order > 0) return { ...history, versions: [...history.versions, head] };
  if (last.released === undefined) return { ...history, versions: [...history.versions.slice(0, -1), head] };
  return last.digest === head.digest ? history : versionNotRaised(last);
}

/** A history whose newest version is said to have shipped, if it had not before. */
export function withRelease(history: History, toolbox: string): History {
  const last = history.versions.at(-1);
  if (last === undefined || last.released !== undefined) return history;
  return { ...history, versions: [...history.versions.slice(0, -1), { ...last, released: toolbox }] };
}

function versionDown(head: HistoryVersion, last: HistoryVersion): Problem {
  return wrong('VERSION_DOWN', `The version goes down, from ${last.version} to ${head.version}.`, {
    pointer: '/version',
    value: head.version,
    expected: `${last.version}, or a newer one`,
    action: 'Repositories never go back: raise it.',
  });
}

function versionNotRaised({ version, released }: HistoryVersion): Problem {
  return wrong(
    'VERSION_NOT_RAISED',
    `Version ${version} shipped with toolbox ${released ?? ''} and now writes something else.`,
    {
      pointer: '/version',
      value: version,
      expected: 'a newer version',
      action: 'Raise it, say in `changes` what changed, and run npm run history.',
    },
  );
}
