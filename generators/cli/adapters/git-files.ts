import { git, splitNul } from './git-run.ts';

/** Every file below a folder that git tracks or would offer to track, sorted. */
export function listFiles(folder: string): readonly string[] {
  const words = ['ls-files', '-z', '--cached', '--others', '--exclude-standard', '--', '.'];
  return [...new Set(splitNul(git(folder, words)))].sort();
}
