import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { SecretManagerSecret } from '@cdktf/provider-google/lib/secret-manager-secret/index.js';
import { StorageBucket } from '@cdktf/provider-google/lib/storage-bucket/index.js';
import type { ClientStack } from '#constructs/gcp/client-stack.ts';
import { partOf, readmeExamples, stackOf } from '../examples.ts';
import { problemsIn } from '../compiled.ts';
import { prod } from '../synth.ts';
import { gcpReadme } from './rule-table.ts';

const readme = readFileSync(gcpReadme, 'utf8');
const outdir = mkdtempSync(path.join(tmpdir(), 'toltek-policy-readme-'));
const file = path.resolve(import.meta.dirname, '../generated/policy.ts');

afterAll(() => {
  rmSync(outdir, { recursive: true, force: true });
});

describe('README example', () => {
  beforeAll(() => {
    const code = /```ts\n([\s\S]*?)```/.exec(readme)?.[1] ?? '';
    mkdirSync(path.dirname(file), { recursive: true });
    // Test files run side by side: one must not find a file another is about to write.
    if (!existsSync(file) || readFileSync(file, 'utf8') !== code) writeFileSync(file, code);
  });

  test('compiles', () => {
    expect(problemsIn([file])).toEqual([]);
  }, 60_000);

  /** Synthesizes the foundation, what is added, and the example on top; gives the report. */
  async function report(add: (stack: ClientStack) => void): Promise<{ text: string; synth: () => void }> {
    const [foundation] = readmeExamples().filter(({ name }) => name === 'client-foundation');
    if (foundation === undefined) throw new Error('no example of the foundation');
    const loaded: unknown = await import(file);
    const example: unknown =
      typeof loaded === 'object' && loaded !== null && 'example' in loaded && loaded.example;
    if (typeof example !== 'function') throw new Error(`${file} exports no function "example".`);
    const { app, stack } = stackOf(prod, outdir, [await partOf(foundation), add]);
    return {
      text: String(Reflect.apply(example, undefined, [stack])),
      synth: () => {
        app.synth();
      },
    };
  }

  test('accepts what it acknowledges, and says so', async () => {
    const { text, synth } = await report((stack) => {
      new SecretManagerSecret(stack, 'api-token', {
        secretId: 'api-token',
        replication: { userManaged: { replicas: [{ location: 'europe-west1' }] } },
        deletionProtection: true,
        versionDestroyTtl: '604800s',
        labels: { client: 'acme', env: 'prod', 'managed-by': 'terraform' },
        lifecycle: { preventDestroy: true },
      });
    });
    expect(text).toContain('prod, 2026-11-21: 0 errors, 0 warnings, 1 acknowledged, 0 acknowledgements');
    expect(synth).not.toThrow();
  });

  test('fails with the error the README shows', async () => {
    const { synth } = await report((stack) => {
      new StorageBucket(stack, 'own', {
        name: 'acme-prod-own',
        location: 'EU',
        uniformBucketLevelAccess: false,
      });
    });
    const [, shown = ''] = /```text\n(.*)\n```/.exec(readme) ?? [];
    expect(shown).toContain('TLTK_GCP_006');
    expect(synth).toThrow(shown);
  });
});
