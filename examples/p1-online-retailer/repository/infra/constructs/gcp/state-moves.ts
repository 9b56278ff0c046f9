import { SettingsError } from '../common/settings.ts';

/** What Terraform has to know of states that earlier versions of this program made. */
export interface StateMoves {
  /** Resources whose address changed, oldest change first. */
  readonly moved: readonly { readonly from: string; readonly to: string }[];
  /** Addresses that are no longer managed, and stay in the cloud with what they hold. */
  readonly forgotten: readonly string[];
}

/**
 * Reads the state moves of this program out of a JSON document `{moved: [{from, to}], forgotten: []}`. Addresses of
 * another program's engine (`kubernetes:…`) are left to that program.
 *
 * @param file how the document is called in errors
 * @throws SettingsError naming the file and the place of what cannot be used
 */
export function parseStateMoves(text: string, file: string): StateMoves {
  const document = parsed(text, file);
  const moved = listAt(document, 'moved', file).map((move, index) => ({
    from: addressOf(valueAt(move, 'from'), `moved.${index}.from`, file),
    to: addressOf(valueAt(move, 'to'), `moved.${index}.to`, file),
  }));
  const forgotten = listAt(document, 'forgotten', file).map((address, index) =>
    addressOf(address, `forgotten.${index}`, file),
  );
  return {
    moved: moved.filter(({ from, to }) => isOurs(from) && isOurs(to)),
    forgotten: forgotten.filter(isOurs),
  };
}

/**
 * The Terraform file that says what became of resources, to be written beside the configuration: a `moved` block keeps
 * what changed its address, a `removed` block drops an address from the state and leaves what is in the cloud alone.
 * OpenTofu knows the latter form from version 1.10 on. Not part of the JSON configuration, where checkov cannot read
 * such blocks, nor `required_version`.
 */
export function terraformFileOf({ moved, forgotten }: StateMoves): string {
  return [
    'terraform {\n  required_version = ">= 1.9"\n}\n',
    ...moved.map(({ from, to }) => `moved {\n  from = ${from}\n  to   = ${to}\n}\n`),
    ...forgotten.map((from) => `removed {\n  from = ${from}\n\n  lifecycle {\n    destroy = false\n  }\n}\n`),
  ].join('\n');
}

const google = /^google_[a-z0-9_]+\.[A-Za-z_][\w-]*$/;
const elsewhere = /^[\w./-]+:\S+\.[\w-]+$/;

function isOurs(address: string): boolean {
  return google.test(address);
}

function addressOf(value: unknown, place: string, file: string): string {
  if (typeof value === 'string' && (google.test(value) || elsewhere.test(value))) return value;
  return refuse(file, place, value, 'an address such as "google_storage_bucket.terraform_state"');
}

function parsed(text: string, file: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new SettingsError(
      `${file} is not valid JSON: ${error instanceof Error ? error.message : 'unreadable'}. ${remedy}`,
    );
  }
}

function listAt(document: unknown, key: string, file: string): readonly unknown[] {
  const value = valueAt(document, key);
  return Array.isArray(value) ? value : refuse(file, key, value, 'a list');
}

function valueAt(value: unknown, key: string): unknown {
  return typeof value === 'object' && value !== null
    ? new Map<string, unknown>(Object.entries(value)).get(key)
    : undefined;
}

const remedy = 'It is written by the toolbox: restore it from version control.';

function refuse(file: string, place: string, found: unknown, expected: string): never {
  const what = found === undefined ? 'is missing' : `is ${JSON.stringify(found)}`;
  throw new SettingsError(`${file}: ${place} ${what}, expected ${expected}. ${remedy}`);
}
