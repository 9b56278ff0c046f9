import path from 'node:path';
import { confirm } from '../adapters/ask.ts';
import { checkTarget, writeRepository } from '../adapters/files-write.ts';
import type { Terminal } from '../adapters/terminal.ts';
import { givenAnswers } from '../answers.ts';
import { dayOption, wrongCall } from '../call-options.ts';
import type { Call, CallOptions } from '../command.ts';
import { exitCode } from '../exit-codes.ts';
import type { ExitCode } from '../exit-codes.ts';
import { generate, prepare } from '../generation.ts';
import type { Generation, GenerationRequest } from '../generation.ts';
import { generationDocument, size, summaryLines, totalBytes, treeLines } from './new-report.ts';
import { shellWord } from '#catalog/text/shell-word.ts';

/** `toltek new DIR`: from a diagnostic to a complete client repository. */
export async function run({ operands, options, terminal }: Call): Promise<ExitCode> {
  const [target = ''] = operands;
  const request = requestOf(options);
  const answers = givenAnswers(options);
  checkTarget(target);
  const prepared = await prepare(request);
  noteProvisional(prepared.selection.package.provisional, terminal);
  const generation = generate(prepared, answers);

  if (options.flag('dry-run')) {
    for (const line of treeLines(generation.files)) terminal.print(line);
    terminal.print(`\nNothing was written. ${target} would hold:`);
    for (const line of summaryLines(generation)) terminal.print(line);
    terminal.document(documentOf(target, generation, false));
    return exitCode.done;
  }
  if (!(await agreed(target, generation, options, terminal))) {
    terminal.note('Nothing was written.');
    return exitCode.interrupted;
  }
  writeRepository(target, generation.files);
  report(target, generation, terminal);
  return exitCode.done;
}

function requestOf(options: CallOptions): GenerationRequest {
  const diagnosticFile = options.value('diagnostic');
  if (diagnosticFile === undefined)
    throw wrongCall(
      'new needs --diagnostic FILE.',
      '--diagnostic FILE',
      'Name the diagnostic of the client.',
    );
  const catalog = options.value('catalog');
  const asOf = dayOption(options);
  return {
    diagnosticFile,
    useCases: options.list('use-case'),
    onlyBuilt: options.flag('only-built'),
    ...(catalog === undefined ? {} : { catalog }),
    ...(asOf === undefined ? {} : { asOf }),
  };
}

function noteProvisional(provisional: boolean, terminal: Terminal): void {
  if (!provisional) return;
  terminal.note('The diagnostic contradicts itself: only what holds under every reading is generated.');
  terminal.note('See toltek check for the questions to ask.\n');
}

/** Only a person at a terminal is asked. */
async function agreed(
  target: string,
  generation: Generation,
  options: CallOptions,
  terminal: Terminal,
): Promise<boolean> {
  if (!terminal.interactive || terminal.json || options.flag('yes')) return true;
  for (const line of summaryLines(generation)) terminal.note(line);
  return confirm(`Write this to ${target}?`);
}

function report(target: string, generation: Generation, terminal: Terminal): void {
  const { plan, files } = generation;
  terminal.print(
    `Wrote ${target} for ${plan.client.id}: ${files.size} files, ${size(totalBytes(files))}, from ${plan.templates.length} templates.`,
  );
  for (const line of summaryLines(generation)) terminal.note(line);
  terminal.print('\nNext:');
  for (const [command, why] of nextSteps(target)) terminal.print(`  ${command.padEnd(34)}${why}`.trimEnd());
  terminal.document(documentOf(target, generation, true));
}

function nextSteps(target: string): readonly (readonly [command: string, why: string])[] {
  return [
    [`cd ${shellWord(target === '.' ? path.resolve(target) : target)}`, ''],
    ['make demo', 'run all of it on this machine, with sample data'],
    ['git init && git add --all', 'put it under version control'],
  ];
}

function documentOf(target: string, generation: Generation, written: boolean): object {
  return {
    target,
    written,
    ...generationDocument(generation),
    next: nextSteps(target).map(([command]) => command),
  };
}
