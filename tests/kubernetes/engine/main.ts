// The stand-in as a process of its own, so that tests can kill it half-way:
// tsx engine/main.ts preview|up|refresh|destroy OPTIONS.json, where the options are those of a stack, with `access` for the API.
import { readFileSync } from 'node:fs';
import type { Access } from '../cluster/api.ts';
import { Api } from '../cluster/api.ts';
import type { Result, StackOptions } from './engine.ts';
import { isObject } from '../json.ts';
import { destroy, preview, refresh, up } from './engine.ts';

const verbs: Readonly<Record<string, (stack: StackOptions) => Promise<Result>>> = {
  destroy,
  preview,
  refresh,
  up,
};

const [, , verb = '', file = ''] = process.argv;
const run = verbs[verb];
if (run === undefined) throw new Error(`Expected one of ${Object.keys(verbs).join(', ')}, found "${verb}".`);

const { access, ...options } = optionsIn(file);
const api = new Api(access);
const result = await run({ ...options, api }).finally(() => {
  api.close();
});
process.stdout.write(`${JSON.stringify(result)}\n`);
process.exitCode = result.errors.length === 0 ? 0 : 1;

/** Options in a file: where the API server is stands for the connection to it. */
type FileOptions = Omit<StackOptions, 'api'> & { readonly access: Access };

function optionsIn(path: string): FileOptions {
  const document: unknown = JSON.parse(readFileSync(path, 'utf8'));
  if (!isFileOptions(document)) throw new Error(`${path} holds no options.`);
  return document;
}

function isFileOptions(document: unknown): document is FileOptions {
  return isObject(document) && ['access', 'program', 'stack', 'state'].every((name) => name in document);
}
