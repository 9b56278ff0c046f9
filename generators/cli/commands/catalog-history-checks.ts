import { existsSync } from 'node:fs';
import { InputError } from '#catalog/problem.ts';
import type { Problem } from '#catalog/problem.ts';
import { pointerAppend } from '#catalog/schema/pointer.ts';
import type { History, Template } from '#catalog/schema/generated/types.ts';
import { historyFile, readHistory, recordedTemplates } from '../adapters/history.ts';
import type { TemplateSource } from '../adapters/template-source.ts';
import { canonicalJson } from '../../engine/digest.ts';
import { recordOf, withHead } from '../../engine/history.ts';
import type { HistoryVersion } from '../../engine/history.ts';
import { wrong } from '../../engine/problems.ts';
import type { TemplateReader } from '../../engine/render/render.ts';
import { isBetween } from '../../engine/update/changes.ts';
import { compareVersions } from '../../engine/update/versions.ts';
import { Trail } from './catalog-history-trail.ts';

/**
 * What is wrong with the histories of a folder of templates, and with the templates beside them.
 * @param folder of the histories; where it is missing, that is said once.
 */
export function recordProblems(
  templates: readonly TemplateSource[],
  folder: string,
  reader: TemplateReader,
): readonly Problem[] {
  if (!existsSync(folder)) return [absent(folder)];
  const ids = templates.map(({ indexed }) => indexed.manifest.id);
  return [
    ...templates.flatMap((template) => checked(template, folder, reader)),
    ...recordedTemplates(folder)
      .filter((id) => !ids.includes(id))
      .map((id) => gone(historyFile(folder, id), id)),
  ];
}

function checked(
  { indexed, document }: TemplateSource,
  folder: string,
  reader: TemplateReader,
): readonly Problem[] {
  const { manifest } = indexed;
  try {
    return historyProblems(manifest, readHistory(folder, manifest.id), reader).map(document.locate);
  } catch (error) {
    if (error instanceof InputError) return error.problems;
    throw error;
  }
}

function absent(folder: string): Problem {
  return {
    ...wrong('HISTORY_ABSENT', 'These templates have no history: a path that vanished would go unseen.', {
      value: folder,
      expected: `a history in ${folder}`,
      action: 'Run npm run history.',
    }),
    severity: 'warning',
  };
}

function gone(file: string, id: string): Problem {
  return wrong('TEMPLATE_GONE', `The template '${id}' has a history and is gone.`, {
    file,
    value: id,
    expected: 'the template, for repositories that were generated with it',
    action: 'Keep it with lifecycle: deprecated; if no version of it ever shipped, remove this file.',
  });
}

/**
 * Everything that keeps an update from carrying a repository from any recorded version of a template to this one. Pointers
 * lead into the manifest.
 * @param history what is recorded of it; missing where nothing is.
 */
function historyProblems(
  manifest: Template,
  history: History | undefined,
  reader: TemplateReader,
): readonly Problem[] {
  const ahead = versionsAhead(manifest);
  if (ahead.length > 0) return ahead;
  const head = recordOf(manifest, reader);
  const now = withHead(manifest.id, history, head);
  if ('message' in now) return [now];
  return [
    ...(canonicalJson(now) === canonicalJson(history) ? [] : [notRecorded(manifest)]),
    ...now.versions.flatMap((newer, index) => stepProblems(manifest, now.versions[index - 1], newer)),
    ...unknownVersions(manifest, now),
    ...changelogProblems(manifest, now),
  ];
}

function notRecorded({ version }: Template): Problem {
  return wrong('HISTORY_NOT_RECORDED', `What version ${version} writes is not what its history records.`, {
    pointer: '/version',
    expected: 'a history in step with the template',
    action: 'Run npm run history.',
  });
}

/** By version, what a manifest says of the way to it, with the pointer to each list. */
const VERSIONED = ['renames', 'removes', 'moved'] as const;

/** A version that is not reached yet would be passed over in silence. */
function versionsAhead(manifest: Template): readonly Problem[] {
  const named = [
    ...VERSIONED.flatMap((key) =>
      Object.keys(manifest[key] ?? {}).map(
        (version) => [pointerAppend(`/${key}`, version), version] as const,
      ),
    ),
    ...(['changes', 'migrations'] as const).flatMap((key) =>
      (manifest[key] ?? []).map(({ version }, index) => [`/${key}/${index}/version`, version] as const),
    ),
  ];
  return named
    .filter(([, version]) => !(compareVersions(version, manifest.version) <= 0))
    .map(([pointer, version]) =>
      wrong('VERSION_AHEAD', `${version} is newer than the template, or no version.`, {
        pointer,
        value: version,
        expected: `${manifest.version}, or an older one`,
        action: 'Raise the version of the template, or correct this one.',
      }),
    );
}

/** Declared for a version without a recorded one before it, something can mean nothing. */
function unknownVersions(manifest: Template, { versions }: History): readonly Problem[] {
  const first = versions[0]?.version ?? manifest.version;
  return VERSIONED.flatMap((key) =>
    Object.keys(manifest[key] ?? {})
      .filter((version) => compareVersions(version, first) <= 0)
      .map((version) =>
        wrong('NO_OLDER_VERSION', `No version before ${version} is recorded, from which anything could go.`, {
          pointer: pointerAppend(`/${key}`, version),
          expected: `a version after ${first}, the first recorded`,
          action: 'Remove it, or correct the version.',
        }),
      ),
  );
}

function changelogProblems({ version, changes }: Template, { versions }: History): readonly Problem[] {
  if (versions.length < 2 || (changes ?? []).some((change) => change.version === version)) return [];
  return [
    wrong('CHANGES_MISSING', `Nobody would be told what version ${version} changes.`, {
      pointer: changes === undefined ? '/version' : '/changes',
      expected: `an entry of \`changes\` with version ${version}`,
      action: 'Say in a sentence what a client gets, or has to do.',
    }),
  ];
}

/** Whether everything of one version is found in the next, or declared to have gone. */
function stepProblems(
  manifest: Template,
  older: HistoryVersion | undefined,
  newer: HistoryVersion,
): readonly Problem[] {
  if (older === undefined) return [];
  const between = <T>(
    byVersion: Readonly<Record<string, T>> | undefined,
  ): readonly (readonly [string, T])[] =>
    Object.entries(byVersion ?? {})
      .filter(([version]) => isBetween(version, older.version, newer.version))
      .sort(([a], [b]) => compareVersions(a, b));
  const paths = new Trail('path', older, newer);
  for (const [version, renames] of between(manifest.renames))
    paths.move(renames, pointerAppend('/renames', version));
  for (const [version, removes] of between(manifest.removes))
    paths.drop(removes, pointerAppend('/removes', version));
  const resources = new Trail('address', older, newer);
  for (const [version, moves] of between(manifest.moved))
    resources.move(moves, pointerAppend('/moved', version));
  return [...paths.finish(), ...resources.finish()];
}
