/** The names among `known` that `name` may be a slip of: one edit in four letters at most, nearest first, three at most. */
export function nearest(name: string, known: readonly string[]): string[] {
  const most = Math.floor(name.length / 4);
  return known
    .map((item) => ({ item, edits: editsBetween(name, item) }))
    .filter(({ edits }) => edits <= most)
    .sort((a, b) => a.edits - b.edits)
    .slice(0, 3)
    .map(({ item }) => item);
}

/** Letters to insert, delete or replace until one text is the other. */
function editsBetween(one: string, other: string): number {
  let row = Array.from({ length: other.length + 1 }, (_, index) => index);
  for (const [index, letter] of Array.from(one).entries()) {
    const next = [index + 1];
    for (const [column, against] of Array.from(other).entries())
      next.push(
        Math.min(
          (next[column] ?? 0) + 1,
          (row[column + 1] ?? 0) + 1,
          (row[column] ?? 0) + (letter === against ? 0 : 1),
        ),
      );
    row = next;
  }
  return row[other.length] ?? 0;
}
