// The repository of a ClickHouse client, written by the templates and compiled as its own CI does.
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { parse, stringify } from 'yaml';
import { linkPackages, writeRepository } from '../tools/client-repository.ts';
import { run } from '../tools/python.ts';
import { zones } from './cluster/nodes.ts';
import type { Program } from './engine/project.ts';
import { readProgram } from './engine/project.ts';
import type { JsonObject } from './json.ts';
import { isObject } from './json.ts';

/** Name of the client in namespaces. */
const prefix = 'brasserie-du-nord';

/** A program of the repository, in the order on the way up. */
export type ClientProgram = 'operators' | 'platform' | 'use-cases';

/** A client's repository, on disk until it is removed. */
export class ClientRepository {
  readonly folder: string;

  private constructor(folder: string) {
    this.folder = folder;
  }

  /** Writes and compiles it. The settings say what this cluster has: its zones. */
  static async write(): Promise<ClientRepository> {
    const folder = mkdtempSync(path.join(tmpdir(), 'toltek-client-'));
    const repository = new ClientRepository(folder);
    const sources = { erp: 'sql', 'web-shop': 'rest' } as const;
    writeRepository(folder, 'eu', sources, {
      facts: (facts) => ({ ...facts, stacks: ['stacks/clickhouse-kubernetes'] }),
    });
    linkPackages(folder);
    repository.set('common', { kubernetes: { zones } });
    const compiler = path.resolve(import.meta.dirname, '../../node_modules/.bin/tsc');
    const { code, output } = await run(compiler, ['-p', 'tsconfig.build.json'], {
      cwd: path.join(folder, 'infra'),
    });
    if (code !== 0) throw new Error(`The programs do not compile:\n${output}`);
    return repository;
  }

  /** Says settings of an environment anew; what is not named stays. */
  set(file: 'common' | 'dev' | 'prod', settings: JsonObject): void {
    const target = path.join(this.folder, `settings/${file}.yaml`);
    const found: unknown = parse(readFileSync(target, 'utf8'));
    writeFileSync(target, stringify(merged(isObject(found) ? found : {}, settings)));
  }

  /** One of its programs. */
  program(name: ClientProgram, stack = 'dev'): Program {
    return readProgram(path.join(this.folder, 'infra/kubernetes', name), stack);
  }

  /** Deletes it. */
  remove(): void {
    rmSync(this.folder, { recursive: true, force: true });
  }
}

function merged(one: JsonObject, other: JsonObject): JsonObject {
  const entries = Object.entries(other).map(([key, value]) => {
    const before = one[key];
    return [key, isObject(before) && isObject(value) ? merged(before, value) : value] as const;
  });
  return { ...one, ...Object.fromEntries(entries) };
}

/** A namespace of the client. */
export function namespaceOf(purpose: ClientProgram | 'warehouse', stack = 'dev'): string {
  return `${prefix}-${stack}-${purpose}`;
}
