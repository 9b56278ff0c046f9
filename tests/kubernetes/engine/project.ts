// A Pulumi program and its stack's configuration, as the command line and the language host read them.
import { existsSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import { parse } from 'yaml';
import type { Json, JsonObject } from '../json.ts';
import { at, isObject, textAt } from '../json.ts';

/** A program that can be run. */
export interface Program {
  readonly project: string;
  /** Folder in which it runs. */
  readonly folder: string;
  /** What is run, from that folder. */
  readonly main: string;
  /** Configuration of the stack: values by key with the project before it. */
  readonly config: Readonly<Record<string, string>>;
}

/** The program of the folder of a `Pulumi.yaml`, for a stack. */
export function readProgram(folder: string, stack: string): Program {
  const file = path.join(folder, 'Pulumi.yaml');
  const document = yamlIn(file);
  const project = textAt(document, 'name');
  if (project === undefined) throw new Error(`${file}: name is missing.`);
  if (at(document, 'runtime', 'options', 'typescript') !== false)
    throw new Error(
      `${file}: expected runtime.options.typescript: false: what is run is compiled JavaScript.`,
    );
  return {
    project,
    ...entryOf(file, folder, textAt(document, 'main') ?? '.'),
    config: configOf(path.join(folder, `Pulumi.${stack}.yaml`), project),
  };
}

/** A program runs in the folder of its main file. */
function entryOf(file: string, folder: string, main: string): Pick<Program, 'folder' | 'main'> {
  const target = path.resolve(folder, main);
  if (!existsSync(target)) throw new Error(`${file}: main ${main} is not there: build it first.`);
  return statSync(target).isDirectory()
    ? { folder: target, main: '.' }
    : { folder: path.dirname(target), main: path.basename(target) };
}

function configOf(file: string, project: string): Readonly<Record<string, string>> {
  if (!existsSync(file)) return {};
  const config = yamlIn(file)['config'];
  return Object.fromEntries(
    Object.entries(isObject(config) ? config : {}).map(([key, value]) => [
      key.includes(':') ? key : `${project}:${key}`,
      configText(file, key, value),
    ]),
  );
}

function configText(file: string, key: string, value: Json | undefined): string {
  if (isObject(value) && 'secure' in value)
    throw new Error(`${file}: ${key} is encrypted: this stand-in has no key.`);
  return typeof value === 'string' ? value : JSON.stringify(value);
}

function yamlIn(file: string): JsonObject {
  const document: unknown = parse(readFileSync(file, 'utf8')) ?? {};
  if (!isObject(document)) throw new Error(`${file} holds no mapping.`);
  return document;
}
