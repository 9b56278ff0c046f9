import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { built } from '../programs.ts';
import { cases } from './cases.ts';
import { groups, promtool, writeTests } from './promtool.ts';

// What is told of a client's cluster, judged by Prometheus itself: an alert that never comes is worse than none.

const folder = mkdtempSync(path.join(tmpdir(), 'toltek-alerts-'));
let tool: string;
beforeAll(() => {
  tool = built(promtool);
});
afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

test('every alert has a case', () => {
  const alerts = groups.flatMap((group) => group.alerts.map(({ name }) => name));
  expect([...new Set(cases.map(({ alert }) => alert))].sort()).toEqual(alerts.toSorted());
});

test('Prometheus reads the rules and finds nothing to say', () => {
  const { rules } = writeTests(folder);
  expect(
    execFileSync(tool, ['check', 'rules', '--lint=all', '--lint-fatal', rules], { encoding: 'utf8' }),
  ).toContain('SUCCESS');
});

test('every alert comes when it should, and not before; recordings give what happened', () => {
  const { tests } = writeTests(folder);
  const { status, stdout, stderr } = spawnSync(tool, ['test', 'rules', ...tests], { encoding: 'utf8' });
  expect({ status, stderr, lines: stdout.match(/FAILED[\s\S]*|SUCCESS/g) }).toEqual({
    status: 0,
    stderr: '',
    lines: tests.map(() => 'SUCCESS'),
  });
}, 120_000);
