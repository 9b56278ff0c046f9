import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { z } from 'zod';
import { InputError } from '#catalog/problem.ts';
import { writeRepository } from '../cli/adapters/files-write.ts';
import { summaryLines } from '../cli/commands/new-report.ts';
import { generate, prepare } from '../cli/generation.ts';

// The action that the software templates of `toltek catalog backstage` call. Backstage is not among our dependencies:
// whoever installs the action passes the function that makes one.

/** What the action needs of Backstage's context. */
interface ActionContext {
  readonly input: {
    readonly diagnostic: string;
    readonly useCases?: readonly string[] | undefined;
    readonly answers?: Readonly<Record<string, unknown>> | undefined;
  };
  readonly workspacePath: string;
  readonly logger: { readonly info: (message: string) => void };
  readonly output: (name: 'summary', value: string) => void;
}

type Field = (zod: typeof z) => z.ZodType;

/** An action as Backstage's `createTemplateAction` takes it. */
export interface ToltekNewAction {
  readonly id: 'toltek:new';
  readonly description: string;
  readonly schema: {
    readonly input: Readonly<Record<'diagnostic' | 'useCases' | 'answers', Field>>;
    readonly output: Readonly<Record<'summary', Field>>;
  };
  readonly handler: (context: ActionContext) => Promise<void>;
}

/**
 * The scaffolder action `toltek:new`: writes a client repository to the workspace, as `toltek new` does.
 * @param createTemplateAction of `@backstage/plugin-scaffolder-node`.
 * @example scaffolder.addActions(toltekNew(createTemplateAction))
 */
export function toltekNew<Action>(createTemplateAction: (action: ToltekNewAction) => Action): Action {
  return createTemplateAction({
    id: 'toltek:new',
    description: 'Writes a client repository from a diagnostic',
    schema: {
      input: {
        diagnostic: (zod) => zod.string().describe('The diagnostic, as JSON'),
        useCases: (zod) =>
          zod.array(zod.string()).optional().describe('Entries in place of what the selection chooses'),
        answers: (zod) =>
          zod.record(zod.string(), zod.unknown()).optional().describe('Answers to inputs of templates'),
      },
      output: { summary: (zod) => zod.string().describe('What was written, in a few lines') },
    },
    handler: write,
  });
}

async function write({ input, workspacePath, logger, output }: ActionContext): Promise<void> {
  const folder = mkdtempSync(path.join(tmpdir(), 'toltek-backstage-'));
  try {
    const diagnosticFile = path.join(folder, 'diagnostic.json');
    writeFileSync(diagnosticFile, input.diagnostic);
    const prepared = await prepare({ diagnosticFile, useCases: input.useCases ?? [], onlyBuilt: true });
    const generation = generate(prepared, answered(input.answers ?? {}));
    writeRepository(workspacePath, generation.files);
    const summary = summaryLines(generation).join('\n');
    logger.info(summary);
    output('summary', summary);
  } catch (error) {
    throw error instanceof InputError ? new Error(inWords(error)) : error;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Backstage passes an empty text for a field that was left empty. */
function answered(answers: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
  return Object.fromEntries(
    Object.entries(answers).filter(([, value]) => value !== '' && value !== null && value !== undefined),
  );
}

/** Backstage shows the message of an error, and nothing else of it. */
function inWords({ problems }: InputError): string {
  return problems
    .map(({ message, pointer, expected, action }) =>
      [message, pointer && `at ${pointer}`, expected && `expected ${expected}`, action]
        .filter((part) => part !== undefined && part !== '')
        .join('; '),
    )
    .join('\n');
}
