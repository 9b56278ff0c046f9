// The contract from its bucket, read as whoever the program runs as: nothing to configure on Google Cloud, in a workflow, or on a
// laptop that is signed in.
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { ContractError, readContract } from './read-contract.ts';
import type { StackContract } from './stack-contract.ts';
import { contractObject } from './stack-contract.ts';

/** Which contract is fetched, and from where. */
export interface ContractPlace {
  /** Google Cloud project id. */
  readonly project: string;
  /** Environment. */
  readonly env: 'dev' | 'prod';
  /**
   * Which stack it is of.
   *
   * @default 'gcp'
   */
  readonly stack?: string;
  /**
   * Bucket it lies in.
   *
   * @default - the one ContractPublication makes, `<project>-contracts`
   */
  readonly bucket?: string;
  /**
   * Keys the reader cannot do without, for instance `services.demand-forecasting`.
   *
   * @default []
   */
  readonly needs?: readonly string[];
}

/** Where tokens and objects come from; tests put servers of their own in their place. */
export interface ContractAccess {
  /** @default - environment variables of the process */
  readonly environment?: Readonly<Record<string, string | undefined>>;
  /** @default 'https://storage.googleapis.com' */
  readonly storage?: string;
  /** Milliseconds after which a call is given up. @default 10000 */
  readonly timeoutMs?: number;
  /** Prints an access token of the person or workflow that is signed in. @default - `gcloud auth print-access-token` */
  readonly signedIn?: () => Promise<string>;
}

/**
 * Fetches a contract and checks it.
 *
 * The token is, in this order: `GOOGLE_OAUTH_ACCESS_TOKEN`; that of the account the program runs as, from the metadata server of
 * Google Cloud (`GCE_METADATA_HOST` names another one); that of whoever signed in with `gcloud`, as the workflows do.
 *
 * @throws ContractError when there is no token, the object cannot be read, or it is not the contract that is needed
 */
export async function fetchContract(
  place: ContractPlace,
  access: ContractAccess = {},
): Promise<StackContract> {
  const { project, env, stack = 'gcp', bucket = `${project}-contracts`, needs } = place;
  const object = contractObject(env, stack);
  const from = `gs://${bucket}/${object}`;
  const token = await accessToken(from, access);
  const { storage = 'https://storage.googleapis.com', timeoutMs = 10_000 } = access;
  const address = `${storage}/storage/v1/b/${encodeURIComponent(bucket)}/o/${encodeURIComponent(object)}?alt=media`;
  const answer = await fetch(address, {
    headers: { authorization: `Bearer ${token}` },
    signal: AbortSignal.timeout(timeoutMs),
  }).catch((error: unknown) => {
    throw new ContractError(
      from,
      `Cloud Storage did not answer (${reasonOf(error)})`,
      'Try again, from a network that reaches it.',
    );
  });
  if (!answer.ok)
    throw new ContractError(from, `Cloud Storage answered ${answer.status}`, remedyFor(answer.status));
  return readContract(await answer.text(), from, needs);
}

function remedyFor(status: number): string {
  if (status === 404) return 'Apply the stack that writes it, or mend the project and the environment.';
  if (status === 401 || status === 403)
    return 'Let who runs this read it: grantRead of ContractPublication, or roles/storage.objectViewer on the bucket.';
  return 'Try again.';
}

async function accessToken(from: string, access: ContractAccess): Promise<string> {
  const { environment = process.env, signedIn = gcloudToken } = access;
  const given = environment['GOOGLE_OAUTH_ACCESS_TOKEN'];
  if (given !== undefined && given !== '') return given;
  const own = await metadataToken(environment['GCE_METADATA_HOST'] ?? 'metadata.google.internal');
  if (own !== undefined) return own;
  return signedIn().catch((error: unknown) => {
    throw new ContractError(
      from,
      `there is no token to read it with (${reasonOf(error)})`,
      'Sign in: gcloud auth login, or google-github-actions/auth in a workflow; or set GOOGLE_OAUTH_ACCESS_TOKEN.',
    );
  });
}

/** Token of the account the program runs as; nothing where there is no such server, which is soon known. */
async function metadataToken(host: string): Promise<string | undefined> {
  const address = `http://${host}/computeMetadata/v1/instance/service-accounts/default/token`;
  try {
    const answer = await fetch(address, {
      headers: { 'metadata-flavor': 'Google' },
      signal: AbortSignal.timeout(1000),
    });
    const body: unknown = answer.ok ? await answer.json() : undefined;
    return typeof body === 'object' &&
      body !== null &&
      'access_token' in body &&
      typeof body.access_token === 'string'
      ? body.access_token
      : undefined;
  } catch {
    return undefined;
  }
}

async function gcloudToken(): Promise<string> {
  const { stdout } = await promisify(execFile)('gcloud', ['auth', 'print-access-token']);
  return stdout.trim();
}

/** What went wrong, in short: the cause is what a person can act on. */
function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const cause = error.cause instanceof Error ? error.cause : error;
  return (cause.message.split('\n')[0] ?? '').trim();
}
