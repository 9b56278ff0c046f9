// The selector on a large catalog, as one process: reads both documents, selects, writes the answer.
// A diagnostic file holds 60 use cases at most, so a client that was asked about all 10,000 exists only here.
import { readFileSync, writeSync } from 'node:fs';
import { select } from '#catalog/selection/select.ts';

const [catalogFile = '', diagnosticFile = ''] = process.argv.slice(2);
const catalog = read(catalogFile) as Parameters<typeof select>[1];
const diagnostic = read(diagnosticFile) as Parameters<typeof select>[0];
writeSync(1, JSON.stringify(select(diagnostic, catalog)));

function read(file: string): unknown {
  return JSON.parse(readFileSync(file, 'utf8'));
}
