// For programs that stand on a stack, such as Pulumi: the contract from the file of `terraform output -json`, or the bytes of the
// object in its bucket, checked before anything is made of it. Needs `ajv`; the program that writes the contract does not.
import { readFileSync } from 'node:fs';
import { Ajv2020 } from 'ajv/dist/2020.js';
import type { StackContract } from './stack-contract.ts';
import { contractVersion } from './stack-contract.ts';

/** Thrown when a contract cannot be used: says where it is from, what is wrong, and what to do. */
export class ContractError extends Error {
  constructor(from: string, what: string, remedy: string) {
    super(`${from}: ${what}. ${remedy}`);
    this.name = 'ContractError';
  }
}

const schema: unknown = JSON.parse(
  readFileSync(new URL('stack-contract.schema.json', import.meta.url), 'utf8'),
);
const isContract = new Ajv2020({ allErrors: true, verbose: true }).compile<StackContract>(
  typeof schema === 'object' && schema !== null ? schema : {},
);

/**
 * Reads a contract.
 *
 * @param text what `terraform output -json` printed, or the object in the bucket
 * @param from where it comes from, for messages
 * @param needs keys the reader cannot do without beside those of the form, for instance `services.demand-forecasting`
 * @throws ContractError when it is of another major version, or keys are missing or wrong; all are named
 */
export function readContract(text: string, from: string, needs: readonly string[] = []): StackContract {
  const document = parsed(text, from);
  const contract = fromOutputs(document) ?? document;
  const version = valueAt(contract, ['contract']);
  const [major = ''] = typeof version === 'string' ? version.split('.') : [];
  const [known = ''] = contractVersion.split('.');
  const missing = [...new Set([...required(), ...needs])].filter(
    (key) => valueAt(contract, key.split('.')) === undefined,
  );
  const lacking = missing.length === 0 ? '' : `; missing: ${missing.join(', ')}`;
  if (major !== known)
    throw new ContractError(
      from,
      `the contract is of version ${JSON.stringify(version)}, expected ${known}.x${lacking}`,
      'Bring the stack and this program to versions of the toolbox that go together.',
    );
  if (missing.length > 0)
    throw new ContractError(
      from,
      `the contract lacks ${missing.join(', ')}`,
      'Apply the stack that writes it, with the parts these belong to, and read it again.',
    );
  if (!isContract(contract))
    throw new ContractError(from, wrongIn(isContract.errors ?? []), 'Apply the stack again.');
  return contract;
}

function parsed(text: string, from: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new ContractError(
      from,
      'this is not JSON',
      'Give the output of terraform output -json, or the object as it is.',
    );
  }
}

/** The contract among the outputs of Terraform. */
function fromOutputs(document: unknown): unknown {
  return valueAt(document, ['contract', 'value']);
}

function required(): readonly string[] {
  const keys = valueAt(schema, ['required']);
  return Array.isArray(keys) ? keys.map(String) : [];
}

/** The value at a path; the last key may hold dots or hyphens, as names do. */
function valueAt(value: unknown, [key, ...rest]: readonly string[]): unknown {
  if (key === undefined) return value;
  return typeof value === 'object' && value !== null && Object.hasOwn(value, key)
    ? valueAt(new Map<string, unknown>(Object.entries(value)).get(key), rest)
    : undefined;
}

function wrongIn(errors: readonly { instancePath: string; message?: string; data?: unknown }[]): string {
  return errors
    .map(
      ({ instancePath, message = 'is wrong', data }) =>
        `${instancePath.slice(1)} is ${JSON.stringify(data)}, it ${message}`,
    )
    .join('; ');
}
