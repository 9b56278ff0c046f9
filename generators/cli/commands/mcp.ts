import { StdioServerTransport } from '@modelcontextprotocol/sdk/server/stdio.js';
import type { Call } from '../command.ts';
import { exitCode } from '../exit-codes.ts';
import type { ExitCode } from '../exit-codes.ts';
import { toolboxServer } from '../mcp/server.ts';

/** `toltek mcp`: answers a program over stdin and stdout until it hangs up. */
export async function run({ terminal }: Call): Promise<ExitCode> {
  const server = toolboxServer();
  const hungUp = new Promise<void>((resolve) => {
    process.stdin.once('end', resolve);
    process.stdin.once('close', resolve);
  });
  await server.connect(new StdioServerTransport());
  if (terminal.interactive)
    terminal.note('Waiting for a program that speaks the Model Context Protocol on stdin. Ctrl-C stops.');
  await hungUp;
  await server.close();
  return exitCode.done;
}
