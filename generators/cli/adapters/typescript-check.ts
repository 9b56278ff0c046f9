import { mergeTrees } from '#generators/engine/update/merge-trees.ts';
import type { FileOutcome, MergeInput } from '#generators/engine/update/types.ts';
import { decodeText, sameBytes } from '#generators/engine/merge/encoding.ts';

/**
 * Looks at every TypeScript file that was put together from the person's and the templates' changes: one that no longer
 * parses, though both sides do, becomes a conflict. The compiler is loaded only if there is such a file.
 * @param outcomes of `mergeTrees(input)`.
 */
export async function checkTypeScript(
  outcomes: readonly FileOutcome[],
  input: MergeInput,
): Promise<readonly FileOutcome[]> {
  const merged = outcomes.flatMap((outcome) => mergedText(outcome, input));
  if (merged.length === 0) return outcomes;
  const { default: typescript } = await import('typescript');
  const parses = (fileName: string, text: string): boolean =>
    typescript.transpileModule(text, { fileName, reportDiagnostics: true }).diagnostics?.length === 0;
  const broken = merged.filter(
    ({ path, text, sides }) => !parses(path, text) && sides.every((side) => parses(path, side)),
  );
  return broken.length === 0 ? outcomes : mergeTrees(input, new Set(broken.map(({ path }) => path)));
}

interface MergedFile {
  readonly path: string;
  readonly text: string;
  /** As the person and the templates have it. */
  readonly sides: readonly string[];
}

/** The file of an outcome if it is TypeScript and neither side's as it is. */
function mergedText({ path, from, status, writes }: FileOutcome, input: MergeInput): readonly MergedFile[] {
  if ((status !== 'merged' && status !== 'renamed') || !/\.[cm]?tsx?$/.test(path)) return [];
  const content = writes.get(path)?.bytes;
  const ours = input.ours.get(from ?? path);
  const theirs = input.theirs.get(path);
  if (content === undefined || ours?.kind !== 'file' || theirs === undefined) return [];
  if (sameBytes(content, ours.bytes) || sameBytes(content, theirs.bytes)) return [];
  const [text, ...sides] = [content, ours.bytes, theirs.bytes].map((bytes) => decodeText(bytes)?.text ?? '');
  return text === undefined ? [] : [{ path, text, sides }];
}
