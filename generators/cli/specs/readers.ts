import type { CommandSpec } from '../command.ts';

/** The toolbox for programs. */
export const readerCommands: readonly CommandSpec[] = [
  {
    name: 'mcp',
    summary: 'Serve the catalog, checks and selections to an assistant (Model Context Protocol, stdio)',
    operands: '',
    operandCount: { min: 0, max: 0 },
    description:
      'Tools: search_catalog, list_catalog, show_entry, check_diagnostic, select_use_cases, plan_repository, dry_run_new. ' +
      'All of them only read, and answer with the document that --json prints. The JSON Schemas are resources. ' +
      'An assistant starts this command itself and talks to it over stdin and stdout.',
    options: {},
    examples: ['toltek mcp'],
    load: () => import('../commands/mcp.ts'),
  },
];
