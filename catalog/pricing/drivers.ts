import type { CostTable } from '../schema/generated/cost-table.ts';

/** How many are named: enough to know where to look, few enough to read. */
const SHOWN = 5;

/** Middle amount of one item of a component. */
type Spent = Omit<CostTable['drivers'][number], 'share'>;

/** What most of the middle amount goes to, over all environments, largest first; ties by component and item. */
export function driversOf(components: CostTable['components']): CostTable['drivers'] {
  const total = components.reduce((all, { total: { mid } }) => all + mid, 0);
  const found = components.flatMap(({ id, basis, total: whole, lines }): readonly Spent[] => {
    if (basis === 'catalog') return [{ component: id, item: null, mid: whole.mid }];
    return [...new Set(lines.map(({ item }) => item))].map((item) => ({
      component: id,
      item,
      mid: lines.filter((line) => line.item === item).reduce((all, { cost }) => all + cost.mid, 0),
    }));
  });
  return found
    .filter(({ mid }) => mid > 0)
    .sort((a, b) => b.mid - a.mid || compare(a.component, b.component) || compare(a.item ?? '', b.item ?? ''))
    .slice(0, SHOWN)
    .map(({ component, item, mid }) => ({
      component,
      item,
      mid: Math.round(mid * 100) / 100,
      share: Math.round((mid / total) * 1e6) / 1e6,
    }));
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
