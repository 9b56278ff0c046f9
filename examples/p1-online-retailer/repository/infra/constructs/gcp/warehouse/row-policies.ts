import { BigqueryRowAccessPolicy } from '@cdktf/provider-google/lib/bigquery-row-access-policy/index.js';
import { GcpConstruct } from '../gcp-construct.ts';
import { isNamedMember } from '../members.ts';
import type { Deployment } from '../deployment.ts';
import type { Construct } from '../terraform.ts';

/** Who sees which rows of a table. */
export interface RowPolicy {
  /** Name, unique for the table: letters, digits and underscores, for instance `france`. */
  readonly id: string;
  /** Dataset of the table. */
  readonly dataset: string;
  /**
   * The table. It has to exist, and must not be made anew by every run, as the tables that dbt builds are: a table that
   * is replaced loses its policies.
   */
  readonly table: string;
  /** Condition in SQL that a row has to meet, for instance `country = "FR"`. */
  readonly filter: string;
  /** Who sees these rows, as IAM members. */
  readonly readers: readonly string[];
}

/** Row access policies of tables: who has none of a table's policies sees no row of it. */
export class RowPolicies extends GcpConstruct {
  /** The policies, in the order of the props. */
  readonly policies: readonly BigqueryRowAccessPolicy[];

  constructor(
    scope: Construct,
    id: string,
    deployment: Deployment,
    policies: readonly RowPolicy[],
    datasetOf: (id: string) => string,
  ) {
    super(scope, id, deployment);
    this.policies = policies.map((policy) => this.make(policy, datasetOf(policy.dataset)));
  }

  private make(
    { id, dataset, table, filter, readers }: RowPolicy,
    datasetId: string,
  ): BigqueryRowAccessPolicy {
    if (!/^[A-Za-z][A-Za-z0-9_]{0,254}$/.test(id))
      this.refuse('rowPolicies.id', id, 'letters, digits and underscores, a letter first', 'Mend the name.');
    if (filter.trim() === '')
      this.refuse('rowPolicies.filter', filter, 'a condition in SQL', 'Write TRUE for all rows.');
    if (readers.length === 0)
      this.refuse('rowPolicies.readers', readers, 'at least one member', 'Name who sees these rows.');
    const wrong = readers.find((member) => !isNamedMember(member));
    if (wrong !== undefined)
      this.refuse('rowPolicies.readers', wrong, 'a named principal such as "group:…"', 'Name who it is.');
    return new BigqueryRowAccessPolicy(this, `${dataset}-${table}-${id}`, {
      project: this.deployment.project,
      datasetId,
      tableId: table,
      policyId: id,
      filterPredicate: filter,
      grantees: [...readers],
    });
  }
}
