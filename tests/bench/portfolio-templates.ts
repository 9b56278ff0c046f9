import { toyEvolution } from '../generators/fixtures/evolution.ts';
import type { Evolution } from '../generators/fixtures/evolution.ts';

// The toy templates with three dozen more files of every kind and class, and their next version.

const ROUNDS = 4;

/** A kind of file: where it is stored, how a line of it looks, and what stands around the lines. */
interface Kind {
  readonly name: (round: number) => string;
  readonly line: (text: string, number: number) => string;
  readonly head?: string;
  readonly foot?: string;
}

const plain = (text: string): string => text;

const KINDS: readonly Kind[] = [
  { name: (round) => `docs/page_${round}.md.hbs`, line: plain, head: '# Of {{md client.name}}' },
  { name: (round) => `app/module_${round}.py`, line: (text, number) => `VALUE_${number} = "${text}"` },
  {
    name: (round) => `lib/part_${round}.ts`,
    line: (text, number) => `export const value${number} = '${text}';`,
  },
  { name: (round) => `conf/conf_${round}.yaml`, line: (text, number) => `key_${number}: ${text}` },
  {
    name: (round) => `conf/conf_${round}.json`,
    line: (text, number) => `  "key_${number}": "${text}",`,
    head: '{',
    foot: '  "last": true\n}',
  },
  { name: (round) => `conf/conf_${round}.toml`, line: (text, number) => `key_${number} = "${text}"` },
  { name: (round) => `scripts/run_${round}.sh`, line: (text) => `echo '${text}'` },
  { name: (round) => `models/model_${round}.sql`, line: (text) => `-- ${text}` },
  { name: (round) => `owned/owned_${round}.txt`, line: plain },
];

const LINES = 40;

function textOf({ line, head, foot }: Kind, name: string, version: 1 | 2): string {
  const lines = Array.from({ length: LINES }, (_, number) =>
    line(`line ${number} of ${name}${version === 2 && number % 17 === 5 ? ', new' : ''}`, number),
  );
  return `${[...(head === undefined ? [] : [head]), ...lines, ...(foot === undefined ? [] : [foot])].join('\n')}\n`;
}

/** Every file with its text; in version 2 every other one has changed lines. */
function texts(version: 1 | 2): Readonly<Record<string, string>> {
  const files = KINDS.flatMap((kind, at) =>
    Array.from({ length: ROUNDS }, (_, round): [string, string] => {
      const changes = version === 2 && (at + round) % 2 === 0;
      const name = kind.name(round);
      return [`templates/base/files/${name}`, textOf(kind, name, changes ? 2 : 1)];
    }),
  );
  return Object.fromEntries(files);
}

/** What the first version of the toolbox has beside the toy templates. */
export const manyFiles: Evolution = {
  write: texts(1),
  manifests: {
    base: {
      classes: [
        { files: 'settings/*.yaml', class: 'structured' },
        { files: 'conf/**', class: 'structured' },
        { files: '.github/**', class: 'managed' },
        { files: 'scripts/**', class: 'managed' },
        { files: 'owned/owned_0.txt', class: 'secret' },
        { files: 'owned/**', class: 'once' },
      ],
    },
  },
};

const stored = (name: string): string => `templates/base/files/${name}`;

/** What the second version changes: lines in half of the files, two that move, two that go, one that comes. */
export const manyChanges: Evolution = {
  ...toyEvolution,
  move: { ...toyEvolution.move, [stored('app/module_1.py')]: stored('app/inner/module_1.py') },
  write: {
    ...Object.fromEntries(Object.entries(texts(2)).filter(([name]) => name !== stored('app/module_1.py'))),
    ...toyEvolution.write,
    [stored('app/inner/module_1.py')]: texts(2)[stored('app/module_1.py')] ?? '',
    [stored('models/model_3.sql')]: null,
  },
  manifests: {
    base: {
      ...toyEvolution.manifests?.['base'],
      renames: { '1.1.0': { 'hello.sh': 'bin/hello.sh', 'app/module_1.py': 'app/inner/module_1.py' } },
      removes: { '1.1.0': ['settings/prod.yaml', 'models/model_3.sql'] },
    },
  },
};
