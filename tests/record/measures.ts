import type { Badge } from '#catalog/site/quality.ts';

/** Tests that measure something of templates. */
export interface Measure {
  readonly badge: Badge;
  /** File of the tests, from the top of the checkout. */
  readonly file: string;
  /** Full names of the tests. Default: every test of the file. */
  readonly names?: RegExp;
  /** The templates it says something of: those of the generated example, or some by id. */
  readonly of: 'example' | readonly string[];
}

/** What each badge is measured by. A badge needs every one of its measures to pass. */
export const measures: readonly Measure[] = [
  {
    badge: 'ranLocally',
    file: 'tests/stacks/data/duckdb.test.ts',
    of: ['stacks/data-pipeline', 'stacks/warehouse-contract', 'stacks/warehouse-bigquery'],
  },
  {
    badge: 'ranLocally',
    file: 'tests/stacks/use-cases/use-cases.test.ts',
    of: ['use-cases/demand-forecasting', 'use-cases/customer-segmentation', 'stacks/model-serving'],
  },
  {
    badge: 'beatsBaseline',
    file: 'tests/stacks/use-cases/use-cases.test.ts',
    names: /seasonal naive/,
    of: ['use-cases/demand-forecasting'],
  },
  {
    badge: 'beatsBaseline',
    file: 'tests/stacks/use-cases/use-cases.test.ts',
    names: /clearer than the rule/,
    of: ['use-cases/customer-segmentation'],
  },
  { badge: 'lintsClean', file: 'tests/stacks/lint.full.ts', of: 'example' },
  {
    badge: 'lifeCycle',
    file: 'tests/terraform/lifecycle-repositories.full.ts',
    names: /^p1-online-retailer /,
    of: 'example',
  },
  { badge: 'updatesCleanly', file: 'tests/generators/cli/update-real.full.ts', of: 'example' },
];
