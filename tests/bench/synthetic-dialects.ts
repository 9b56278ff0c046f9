// The synthetic templates as each updater wants to have them.
import { mkdirSync, rmSync } from 'node:fs';
import path from 'node:path';
import { stringify } from 'yaml';
import {
  pathIn,
  syntheticAnswers,
  syntheticFiles,
  syntheticText,
  writeFiles,
} from './synthetic-templates.ts';
import type { Dialect, SetVersion } from './synthetic-templates.ts';

const handlebars: Dialect = {
  value: (name) => `{{plain inputs.${name}}}`,
  begin: '{{#if (eq inputs.env "dev")}}',
  end: '{{/if}}',
};
const jinja: Dialect = {
  value: (name) => `{{ ${name} }}`,
  begin: '{% if env == "dev" %}',
  end: '{% endif %}',
};
const cookiecutter: Dialect = {
  value: (name) => `{{ cookiecutter.${name} }}`,
  begin: '{% if cookiecutter.env == "dev" %}',
  end: '{% endif %}',
};

type Written = readonly (readonly [file: string, text: string])[];

function texts(
  count: number,
  version: SetVersion,
  dialect: Dialect,
  name: (file: string) => string,
): Written {
  return syntheticFiles(count).flatMap((file) => {
    const place = pathIn(file, version);
    return place === null ? [] : [[name(place), syntheticText(file.index, dialect, version)] as const];
  });
}

/** What a toy package is built of: a base with five sixths of the files, a use case with the rest. */
export function writeToltekTemplates(folder: string, count: number, version: SetVersion): void {
  const ofUseCase = (file: string): boolean => file.startsWith('mod5/');
  const folderOf = (file: string): string =>
    `templates/${ofUseCase(file) ? 'use-cases/synthetic' : 'base'}/files/${file}.hbs`;
  const named = Object.entries(syntheticAnswers).map(
    ([name, value]) => [name, { type: 'string', title: name, default: value }] as const,
  );
  const common = {
    schemaVersion: 1,
    version: `${version}.0.0`,
    lifecycle: 'stable',
    owner: 'toltek',
    licence: 'Apache-2.0',
    inputs: { type: 'object', properties: Object.fromEntries(named) },
    changes:
      version === 1 ? [] : [{ version: '2.0.0', kind: 'changed', description: 'A line of every file.' }],
  };
  const renames: Record<string, string> = {};
  const removes: string[] = [];
  for (const { path: file, later } of syntheticFiles(count)) {
    if (later === null) removes.push(file);
    else if (later !== file) renames[file] = later;
  }
  const base = {
    ...common,
    id: 'base',
    name: 'Base',
    summary: 'Invented files.',
    kind: 'base',
    ...(version === 1 ? {} : { renames: { '2.0.0': renames }, removes: { '2.0.0': removes } }),
  };
  const useCase = {
    ...common,
    id: 'use-cases/synthetic',
    name: 'Synthetic',
    summary: 'More of them.',
    kind: 'use-case',
  };
  writeFiles(folder, [
    ['templates/base/template.yaml', stringify(base)],
    ['templates/use-cases/synthetic/template.yaml', stringify(useCase)],
    ...texts(count, version, handlebars, folderOf),
  ]);
  mkdirSync(path.join(folder, 'constructs'), { recursive: true });
}

/** The work tree of a copier template; an older version's files are removed first. */
export function writeCopierTemplates(folder: string, count: number, version: SetVersion): void {
  const questions = Object.entries(syntheticAnswers).map(
    ([name, value]) => [name, { type: 'str', default: value }] as const,
  );
  rmSync(path.join(folder, 'template'), { recursive: true, force: true });
  writeFiles(folder, [
    ['copier.yml', stringify({ _subdirectory: 'template', ...Object.fromEntries(questions) })],
    ['template/{{ _copier_conf.answers_file }}.jinja', '{{ _copier_answers|to_nice_yaml -}}\n'],
    ...texts(count, version, jinja, (file) => `template/${file}.jinja`),
  ]);
}

/** The work tree of a cookiecutter template, for cruft; an older version's files are removed first. */
export function writeCookiecutterTemplates(folder: string, count: number, version: SetVersion): void {
  const top = '{{cookiecutter.slug}}';
  rmSync(path.join(folder, top), { recursive: true, force: true });
  writeFiles(folder, [
    ['cookiecutter.json', JSON.stringify(syntheticAnswers)],
    ...texts(count, version, cookiecutter, (file) => `${top}/${file}`),
  ]);
}
