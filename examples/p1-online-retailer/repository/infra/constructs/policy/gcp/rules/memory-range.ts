/**
 * Mebibytes that Cloud Run gives a container with so many processors, least and most; `undefined` for a number of
 * processors it does not offer (limits of Cloud Run, 2026-11-21).
 */
export function memoryRange(processors: number): readonly [least: number, most: number] | undefined {
  if (processors >= 0.08 && processors < 0.5) return [128, 512];
  if (processors >= 0.5 && processors < 1) return [128, 1024];
  return wholeProcessors.get(processors);
}

const wholeProcessors: ReadonlyMap<number, readonly [number, number]> = new Map([
  [1, [128, 4096]],
  [2, [128, 8192]],
  [4, [2048, 16_384]],
  [6, [4096, 24_576]],
  [8, [4096, 32_768]],
]);
