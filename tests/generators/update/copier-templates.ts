import type { Template } from '#catalog/schema/generated/types.ts';
import type { Evolution } from '../fixtures/evolution.ts';
import { toyTemplate } from '../fixtures/toy.ts';

// The templates of the situations in copier-situations.ts: one folder with a file or two per situation, in a first and
// a second version.

type Inputs = NonNullable<Template['inputs']>;

const { inputs: toyInputs, classes: toyClasses = [] } = toyTemplate('base');

function inputs(more: NonNullable<Inputs['properties']>): { inputs: Inputs } {
  return {
    inputs: { type: 'object', required: ['contact'], properties: { ...toyInputs?.properties, ...more } },
  };
}

const evening = { type: 'boolean', title: 'Open in the evening', default: false } as const;
const key = { type: 'string', title: 'Key of the till', 'x-secret': true } as const;

const classes: NonNullable<Template['classes']> = [
  ...toyClasses,
  { files: 'cases/opening.yml', class: 'structured' },
  { files: 'cases/once*.txt', class: 'once' },
  { files: 'cases/key.txt', class: 'secret' },
];

function stored(files: Readonly<Record<string, string | null>>): NonNullable<Evolution['write']> {
  return Object.fromEntries(
    Object.entries(files).map(([name, content]) => [`templates/base/files/cases/${name}`, content]),
  );
}

const block = (title: string, inside = ''): string =>
  `def ${title}():\n    knead()\n    knead()\n${inside}    knead()\n    knead()\n    bake()\n`;

/** Blocks that look alike, for edits that have to find the right one. */
export const blocks = {
  first: `${block('rye')}\n${block('oat')}`,
  second: `${block('spelt')}\n${block('rye')}\n${block('oat')}`,
  edited: `${block('rye')}\n${block('oat', '    rest()\n')}`,
  both: `${block('spelt')}\n${block('rye')}\n${block('oat', '    rest()\n')}`,
};

/** What the first version writes beside the toy files. */
export const firstVersion: Evolution = {
  write: {
    'templates/base/files/_gitignore': '.venv/\ncases/ignored-before.txt\n',
    ...stored({
      'greeting.txt.hbs':
        'Welcome.\n\nWe bake in {{line inputs.town}}, and our oven is old.\n\nThank you for coming.\n',
      'opening.yml': 'hours:   { from:  7,   to: 12 }\ndays:    5\n',
      'once.txt': 'first\n',
      'once-deleted.txt': 'first\n',
      'key.txt.hbs': 'KEY={{line inputs.town}}\n',
      'deleted.txt': 'first\n',
      'notes.txt': 'keep\n',
      'a/notes.txt': 'keep\n',
      'a/b/notes.txt': 'keep\n',
      'gone.txt': 'gone\n',
      'gone/all.txt': 'gone\n',
      'partly/gone/one.txt': 'gone\n',
      'partly/stays/two.txt': 'gone\n',
      'content.txt.hbs': 'flour 🥐\n{{#if inputs.evening}}\nseeds 🥐\n{{/if}}\nwater 🥐\n',
      'blocks.py': blocks.first,
      'line.txt': 'first\n',
      'same.txt': 'first\n',
      'ci.yml': 'test:\n  - run: test\n',
      'ignored-before.txt': 'first\n',
      'ignored-after.txt': 'first\n',
      'unknown-to-git.txt': 'first\n',
      'later-once.txt': 'first\n',
      'gains.sh': '#!/bin/sh\n',
      'loses.sh': '#!/bin/sh\n',
      'both.sh': 'first\n',
      'no-newline.txt': 'one\ntwo\nthree\nfour\nfive',
      'windows.txt': 'one\ntwo\nthree\nfour\nfive\n',
    }),
  },
  executable: { 'templates/base/files/cases/loses.sh': true },
  manifests: {
    base: {
      ...inputs({ town: { type: 'string', title: 'Town', default: 'Lille' }, evening, key }),
      classes,
    },
  },
};

/** What the second version has that the first has not. */
export const secondVersion: Evolution = {
  write: {
    'templates/base/files/_gitignore': '.venv/\ncases/ignored-after.txt\n',
    ...stored({
      'greeting.txt.hbs':
        'Welcome.\n\nWe bake in {{line inputs.town}}.\n\nOur oven is old.\n\nThank you for coming.\n',
      'opening.yml': 'hours:   { from:  6,   to: 12 }\ndays:    5\nclosed:\n  - sunday\n',
      'once.txt': 'second\n',
      'once-deleted.txt': 'second\n',
      'key.txt.hbs': 'KEY=second {{line inputs.town}}\n',
      'deleted.txt': 'second\n',
      'a/notes.txt': 'keep and more\n',
      'gone.txt': null,
      'gone/all.txt': null,
      'partly/gone/one.txt': null,
      'partly/stays/two.txt': null,
      'new.txt': 'new\n',
      'content.txt.hbs':
        'flour 🥐\n{{#if inputs.evening}}\nseeds 🥐\n{{/if}}\n{{#if inputs.lights}}\nsalt 🥐\n{{/if}}\nwater 🥐\n',
      'blocks.py': blocks.second,
      'line.txt': 'second\n',
      'same.txt': 'second\n',
      'added.yml': 'test:\n  - run: test --slow\n',
      'ci.yml': 'include: cases/ci/main.yml\n',
      'ci/main.yml': 'test:\n  - run: test --slow\n',
      'ignored-before.txt': 'second\n',
      'ignored-after.txt': 'second\n',
      'unknown-to-git.txt': 'second\n',
      'later-once.txt': 'second\n',
      'both.sh': 'second\n',
      'no-newline.txt': 'ONE\ntwo\nthree\nfour\nfive',
      'windows.txt': 'ONE\ntwo\nthree\nfour\nfive\n',
    }),
  },
  executable: {
    'templates/base/files/cases/gains.sh': true,
    'templates/base/files/cases/loses.sh': false,
    'templates/base/files/cases/both.sh': true,
  },
  manifests: {
    base: {
      version: '2.0.0',
      ...inputs({
        town: { type: 'string', title: 'Town', default: 'Roubaix' },
        evening,
        key,
        lights: { type: 'boolean', title: 'Lights', default: false },
      }),
      classes: [...classes, { files: 'cases/later-once.txt', class: 'once' }],
      renames: { '2.0.0': { 'cases/ci.yml': 'cases/ci/main.yml' } },
      removes: {
        '2.0.0': [
          'cases/gone.txt',
          'cases/gone/all.txt',
          'cases/partly/gone/one.txt',
          'cases/partly/stays/two.txt',
        ],
      },
    },
  },
};
