/**
 * The candidate a person most likely meant, or `undefined` when none is near.
 * Near is an edit distance of at most a third of the asked word, or 2 (a transposition) if that is more;
 * ties by order of the candidates.
 */
export function closest(asked: string, candidates: readonly string[]): string | undefined {
  const limit = Math.max(1, Math.min(2, asked.length - 1), Math.floor(asked.length / 3));
  let best: string | undefined;
  let bestDistance = limit + 1;
  for (const candidate of candidates) {
    if (Math.abs(candidate.length - asked.length) >= bestDistance) continue;
    const distance = editDistance(asked.toLowerCase(), candidate.toLowerCase());
    if (distance < bestDistance) {
      best = candidate;
      bestDistance = distance;
    }
  }
  return best;
}

/**
 * Levenshtein distance in UTF-16 units: insertions, deletions and replacements that turn `a` into `b`.
 * @param most gives up above it, and answers with some greater number.
 */
export function editDistance(a: string, b: string, most = Infinity): number {
  let previous = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (let i = 1; i <= a.length; i += 1) {
    const current = [i];
    let nearest = i;
    for (let j = 1; j <= b.length; j += 1) {
      const replaced = (previous[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1);
      const distance = Math.min(replaced, (previous[j] ?? 0) + 1, (current[j - 1] ?? 0) + 1);
      current.push(distance);
      if (distance < nearest) nearest = distance;
    }
    // No row is below the least of the one before.
    if (nearest > most) return nearest;
    previous = current;
  }
  return previous[b.length] ?? 0;
}
