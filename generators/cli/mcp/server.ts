import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { McpServer } from '@modelcontextprotocol/sdk/server/mcp.js';
import type { CallToolResult } from '@modelcontextprotocol/sdk/types.js';
import { wrong } from '#generators/engine/problems.ts';
import { packageRoot } from '../adapters/package-root.ts';
import { exitCode } from '../exit-codes.ts';
import { toolboxVersion } from '../version.ts';
import { runCommand } from './run-command.ts';
import type { Spoken } from './run-command.ts';
import { tools } from './tools.ts';
import type { ToolSpec } from './tools.ts';

/** A server of the Model Context Protocol with the toolbox's tools and JSON Schemas; not connected yet. */
export function toolboxServer(): McpServer {
  const server = new McpServer(
    { name: 'toltek', title: 'Toltek Toolbox', version: toolboxVersion },
    {
      instructions:
        'From a diagnostic of a small or mid-sized company to a choice of use cases and the repository they need. ' +
        'Every tool reads only. Check a diagnostic before you select; legal classes and dates are not legally reviewed.',
    },
  );
  for (const tool of tools) {
    server.registerTool(
      tool.name,
      {
        title: tool.title,
        description: tool.description,
        inputSchema: { ...tool.input },
        annotations: { readOnlyHint: true, idempotentHint: true, openWorldHint: false },
      },
      (given: Readonly<Record<string, unknown>>) => answer(tool, given),
    );
  }
  for (const name of schemaNames()) offerSchema(server, name);
  return server;
}

async function answer(tool: ToolSpec, given: Readonly<Record<string, unknown>>): Promise<CallToolResult> {
  if (!('diagnostic' in tool.input)) return resultOf(tool, await runCommand(tool.words(given, '')));
  const { file, diagnostic } = given;
  if ((file === undefined) === (diagnostic === undefined)) return resultOf(tool, oneOfTwo);
  if (typeof file === 'string') return resultOf(tool, await runCommand(tool.words(given, file)));
  const folder = mkdtempSync(path.join(tmpdir(), 'toltek-mcp-'));
  try {
    const written = path.join(folder, 'diagnostic.json');
    writeFileSync(written, JSON.stringify(diagnostic));
    return resultOf(tool, await runCommand(tool.words(given, written)));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

const oneOfTwo: Spoken = {
  document: {
    problems: [
      wrong('WRONG_CALL', 'The tool needs one diagnostic.', {
        expected: 'either file or diagnostic',
        action: 'Give the path of a diagnostic as file, or the diagnostic itself as diagnostic.',
      }),
    ],
  },
  exit: exitCode.wrongInput,
};

function resultOf({ without = [] }: ToolSpec, { document, exit }: Spoken): CallToolResult {
  const structuredContent = Object.fromEntries(
    Object.entries(document).filter(([name]) => !without.includes(name)),
  );
  return {
    structuredContent,
    content: [{ type: 'text', text: JSON.stringify(structuredContent) }],
    // Findings are an answer.
    isError: exit !== exitCode.done && exit !== exitCode.findings,
  };
}

const ENDING = '.schema.json';

function schemaFolder(): string {
  return path.join(packageRoot(), 'catalog/schema');
}

function schemaNames(): readonly string[] {
  return readdirSync(schemaFolder())
    .filter((file) => file.endsWith(ENDING))
    .map((file) => file.slice(0, -ENDING.length))
    .sort();
}

function offerSchema(server: McpServer, name: string): void {
  server.registerResource(
    `schema-${name}`,
    `toltek://schema/${name}`,
    { title: `JSON Schema of a ${name.replaceAll('-', ' ')}`, mimeType: 'application/schema+json' },
    ({ href }) => ({
      contents: [
        {
          uri: href,
          mimeType: 'application/schema+json',
          text: readFileSync(path.join(schemaFolder(), `${name}${ENDING}`), 'utf8'),
        },
      ],
    }),
  );
}
