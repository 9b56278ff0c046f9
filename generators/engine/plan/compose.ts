import { mergeRecords } from '#catalog/record.ts';
import type { Plan, Template } from '#catalog/schema/generated/types.ts';

type Contributions = NonNullable<Template['contributes']>;

/** A full local run does these in turn. */
const PHASES = ['load', 'transform', 'train', 'evaluate', 'predict', 'publish'] as const;

/** What the templates of a plan contribute together, in their order; steps by phase first. */
export function mergeContributions(templates: readonly Template[]): Plan['contributions'] {
  const collect = <T>(pick: (contributions: Contributions) => readonly T[] | undefined): T[] =>
    templates.flatMap(({ contributes }) => (contributes && pick(contributes)) ?? []);
  const steps = collect(({ steps }) => steps);
  return {
    steps: PHASES.flatMap((phase) => steps.filter((step) => step.phase === phase)),
    services: collect(({ services }) => services),
    python: collect(({ python }) => python),
    dbtFolders: collect(({ dbtFolders }) => dbtFolders),
    gcpStacks: collect(({ gcpStacks }) => gcpStacks),
    kubernetesStacks: collect(({ kubernetesStacks }) => kubernetesStacks),
    documents: collect(({ documents }) => documents),
    environment: firstOfEachName(collect(({ environment }) => environment)),
  };
}

/** Two templates may need the same variable; `.env.example` lists it once. */
function firstOfEachName<T extends { readonly name: string }>(items: readonly T[]): T[] {
  return items.filter((item, index) => items.findIndex(({ name }) => name === item.name) === index);
}

/** The settings files: objects merged deeply in template order, everything else replaced by the later template. */
export function mergeSettings(templates: readonly Template[]): Plan['settings'] {
  const merged = (file: keyof Plan['settings']): Record<string, unknown> =>
    templates.reduce<Record<string, unknown>>(
      (all, template) => mergeRecords(all, template.contributes?.settings?.[file] ?? {}),
      {},
    );
  return { common: merged('common'), dev: merged('dev'), prod: merged('prod') };
}
