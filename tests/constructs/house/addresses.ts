// Paths of constructs and addresses of resources are a promise: Terraform destroys what changes its address and makes it anew.
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { resourcesOf } from '#constructs/policy/resource.ts';
import { configurationIn, copyExample, synthesizeRepository } from '../../tools/synthesized.ts';
import { partOf, readmeExamples, stackOf } from '../examples.ts';
import { prod } from '../synth.ts';

/** Address by path of construct, for instance `google_bigquery_dataset.marts` by `acme-prod/warehouse/marts`. */
export type Addresses = ReadonlyMap<string, string>;

/** A stack whose addresses are kept in a committed file. */
export interface KeptStack {
  /** Name of the file, without its ending. */
  readonly name: string;
  readonly addresses: () => Promise<Addresses>;
}

/** Stacks whose addresses are kept. */
export const keptStacks: readonly KeptStack[] = [
  { name: 'readme-examples', addresses: ofReadmeExamples },
  { name: 'p1-online-retailer', addresses: () => Promise.resolve(ofExampleRepository('p1-online-retailer')) },
];

async function ofReadmeExamples(): Promise<Addresses> {
  const parts = await Promise.all(readmeExamples().map(partOf));
  return addressesIn(stackOf(prod, 'cdktf.out', parts).stack.toTerraform());
}

/** Runs the program of a committed example repository for production, in a copy. */
function ofExampleRepository(name: string): Addresses {
  const copy = mkdtempSync(path.join(tmpdir(), 'toltek-addresses-'));
  try {
    copyExample(name, copy);
    return addressesIn(configurationIn(synthesizeRepository(copy, 'prod')));
  } finally {
    rmSync(copy, { recursive: true, force: true });
  }
}

function addressesIn(configuration: unknown): Addresses {
  return new Map(resourcesOf(configuration).map((made) => [made.path, `${made.type}.${made.name}`]));
}

/** The committed addresses of a stack. */
export function committedAddresses(name: string): Addresses {
  const file = addressFile(name);
  const lines = existsSync(file) ? readFileSync(file, 'utf8').trim().split('\n') : [];
  return new Map(
    lines.flatMap((line): [string, string][] => {
      const [at = '', address] = line.split(' ');
      return address === undefined ? [] : [[at, address]];
    }),
  );
}

/** The file that keeps a stack's addresses: a line each, `<path> <address>`, so that merges are easy. */
export function addressFile(name: string): string {
  return path.resolve(import.meta.dirname, `../addresses/${name}.txt`);
}

/** The text of that file. */
export function addressText(addresses: Addresses): string {
  return [...addresses]
    .map(([at, address]) => `${at} ${address}\n`)
    .sort()
    .join('');
}

/** What went from `kept`, one sentence each: gone, or at another address. */
export function brokenPromises(kept: Addresses, now: Addresses): string[] {
  return [...kept].flatMap(([at, address]) => {
    const current = now.get(at);
    if (current === address) return [];
    return [current === undefined ? `${at} is gone (${address})` : `${at} was ${address} and is ${current}`];
  });
}
