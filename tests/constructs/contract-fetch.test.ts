import { createServer } from 'node:http';
import type { IncomingMessage, Server } from 'node:http';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import type { ContractAccess } from '#constructs/contract/fetch-contract.ts';
import { fetchContract } from '#constructs/contract/fetch-contract.ts';
import type { StackContract } from '#constructs/contract/stack-contract.ts';

const contract: StackContract = {
  contract: '1.0',
  stack: 'gcp',
  client: 'acme',
  env: 'dev',
  project: 'acme-dev-4711',
  region: 'europe-west1',
  residency: { rule: 'eu', allowedLocations: ['EU'] },
  datasets: { marts: { location: 'EU' } },
  services: {},
  secrets: {},
};

/** Stands for Cloud Storage and for the metadata server. */
let server: Server;
let host: string;
let asked: IncomingMessage[] = [];
let answer: { readonly status: number; readonly body: string };

beforeAll(async () => {
  server = createServer((request, response) => {
    asked.push(request);
    const isToken = request.url?.startsWith('/computeMetadata/') === true;
    response.writeHead(isToken ? 200 : answer.status);
    response.end(isToken ? JSON.stringify({ access_token: 'of-the-account' }) : answer.body);
  });
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  const address = server.address();
  host = `127.0.0.1:${typeof address === 'object' && address !== null ? address.port : 0}`;
});
afterAll(() => {
  server.close();
});
beforeEach(() => {
  asked = [];
  answer = { status: 200, body: JSON.stringify(contract) };
});

const place = { project: 'acme-dev-4711', env: 'dev' } as const;
const nobody = (): Promise<string> => Promise.reject(new Error('spawn gcloud ENOENT'));

function access(environment: Record<string, string>, signedIn = nobody): ContractAccess {
  return {
    environment: { GCE_METADATA_HOST: '127.0.0.1:1', ...environment },
    storage: `http://${host}`,
    signedIn,
  };
}

describe('a contract that is fetched', () => {
  test('is read with the token of the environment, from the object its writer names', async () => {
    expect(await fetchContract(place, access({ GOOGLE_OAUTH_ACCESS_TOKEN: 'given' }))).toEqual(contract);
    expect(asked.map(({ url, headers }) => [url, headers.authorization])).toEqual([
      ['/storage/v1/b/acme-dev-4711-contracts/o/contracts%2Fdev%2Fgcp.v1.json?alt=media', 'Bearer given'],
    ]);
  });

  test('is read as the account the program runs as', async () => {
    await fetchContract(place, access({ GCE_METADATA_HOST: host }));
    expect(asked.map(({ headers }) => headers['metadata-flavor'] ?? headers.authorization)).toEqual([
      'Google',
      'Bearer of-the-account',
    ]);
  });

  test('is read as who signed in, where there is no such account', async () => {
    await fetchContract(
      place,
      access({}, () => Promise.resolve('of-a-person')),
    );
    expect(asked.map(({ headers }) => headers.authorization)).toEqual(['Bearer of-a-person']);
  });

  test.each([
    [
      404,
      /gs:\/\/acme-dev-4711-contracts\/contracts\/dev\/gcp\.v1\.json: Cloud Storage answered 404\. Apply/,
    ],
    [403, /answered 403\. Let who runs this read it/],
    [503, /answered 503\. Try again/],
  ])('an answer of %i says what to do', async (status, message) => {
    answer = { status, body: '' };
    await expect(fetchContract(place, access({ GOOGLE_OAUTH_ACCESS_TOKEN: 't' }))).rejects.toThrow(message);
  });

  test('nobody signed in is an error that says how to', async () => {
    await expect(fetchContract(place, access({}))).rejects.toThrow(
      /there is no token to read it with \(spawn gcloud ENOENT\)\. Sign in: gcloud auth login/,
    );
  });

  test('a server that does not answer is named', async () => {
    const unreachable = { ...access({ GOOGLE_OAUTH_ACCESS_TOKEN: 't' }), storage: 'http://127.0.0.1:1' };
    await expect(fetchContract(place, unreachable)).rejects.toThrow(
      /Cloud Storage did not answer \(.+\)\. Try again/,
    );
  });

  test('is checked as every contract is', async () => {
    await expect(
      fetchContract({ ...place, needs: ['services.forecast'] }, access({ GOOGLE_OAUTH_ACCESS_TOKEN: 't' })),
    ).rejects.toThrow(/the contract lacks services\.forecast/);
  });
});
