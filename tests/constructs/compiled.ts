import path from 'node:path';
import ts from 'typescript';

/** What the compiler has to say about files, with the settings of the repository. */
export function problemsIn(files: readonly string[]): string[] {
  const config = ts.getParsedCommandLineOfConfigFile(
    path.resolve(import.meta.dirname, '../../tsconfig.json'),
    {},
    {
      ...ts.sys,
      onUnRecoverableConfigFileDiagnostic: ({ messageText }) => {
        throw new Error(ts.flattenDiagnosticMessageText(messageText, '\n'));
      },
    },
  );
  if (config === undefined) throw new Error('tsconfig.json cannot be read.');
  return ts
    .getPreEmitDiagnostics(ts.createProgram(files, config.options))
    .map((problem) => ts.flattenDiagnosticMessageText(problem.messageText, '\n'));
}
