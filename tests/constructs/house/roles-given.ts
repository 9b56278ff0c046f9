import path from 'node:path';
import { readFileSync } from 'node:fs';
import type { HeldRole } from '#constructs/policy/gcp/access.ts';
import { accessIn } from '#constructs/policy/gcp/access.ts';
import { markdownTable } from '#constructs/policy/markdown-table.ts';
import { partOf, readmeExamples, stackOf } from '../examples.ts';
import { prod } from '../synth.ts';
import { between, root } from './files.ts';

/** The document that says how the infrastructure is proven. */
export const proofFile = path.join(root, 'docs/proof.md');

/** That document with the table of all roles that the accounts of the README examples hold, and on what. */
export async function proofWithRoles(): Promise<string> {
  const parts = await Promise.all(readmeExamples().map(partOf));
  const accounts = accessIn(stackOf(prod, 'cdktf.out', parts).stack.toTerraform()).filter(({ made }) => made);
  const held = new Map<string, { readonly role: HeldRole; readonly by: Set<string> }>();
  for (const { account, roles } of accounts)
    for (const role of roles) {
      const entry = held.get(`${role.kind} ${role.role}`) ?? { role, by: new Set() };
      entry.by.add(account);
      held.set(`${role.kind} ${role.role}`, entry);
    }
  const rows = [...held]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([, { role, by }]) => [
      role.kind.replaceAll('_', ' '),
      `\`${role.role}\``,
      String(by.size),
      String(role.permissions?.length ?? '?'),
    ]);
  const table = markdownTable(['Given on', 'Role', 'Accounts', 'Permissions it holds'], rows);
  return between(readFileSync(proofFile, 'utf8'), 'roles', table, proofFile);
}
