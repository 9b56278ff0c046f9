/** Orders two versions of the form `1.2.3`: negative if `a` is the older. */
export function compareVersions(a: string, b: string): number {
  const [left, right] = [a, b].map((version) => version.split('.').map(Number));
  const differing = left?.findIndex((part, index) => part !== right?.[index]) ?? -1;
  return (left?.[differing] ?? 0) - (right?.[differing] ?? 0);
}
