// Writes the table of rules into constructs/policy/README.md: npx tsx tests/constructs/policy/write-rule-table.ts
import { writeFileSync } from 'node:fs';
import { readmeFile, readmeWithRules } from './rule-table.ts';

writeFileSync(readmeFile, readmeWithRules());
