import type { Template } from '#catalog/schema/generated/types.ts';

/** What a later update may do with a file. */
export type FileClass = NonNullable<Template['classes']>[number]['class'];

/** The class of a written path: the first glob that matches, else `merged`. */
export function classOf(path: string, rules: Template['classes'] = []): FileClass {
  return rules.find(({ files }) => matches(path, files))?.class ?? 'merged';
}

/** Whether a glob covers a path: `*` within a folder, `**` across folders (none too), `?` one character. */
export function matches(path: string, glob: string): boolean {
  const pattern = glob.replace(/\*\*\/|\*\*|\*|\?|[.+^${}()|[\]\\]/g, (part) => {
    if (part === '**/') return '(?:.*/)?';
    if (part === '**') return '.*';
    if (part === '*') return '[^/]*';
    return part === '?' ? '[^/]' : `\\${part}`;
  });
  return new RegExp(`^${pattern}$`).test(path);
}
