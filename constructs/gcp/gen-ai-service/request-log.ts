import type { Refusal } from '../../common/invalid-prop.ts';
import type { TableColumn } from '../record-table.ts';

/** Where the calls of models are written down, and for how long. */
export interface RequestLogProps {
  /** Dataset of the table. */
  readonly dataset: string;
  /**
   * Days after which a call is forgotten: 1 to 3650. The AI Act asks deployers of high-risk systems for half a year.
   *
   * @default 183
   */
  readonly retentionDays?: number;
  /**
   * Keeps prompts and answers too. Without it the log holds figures only.
   *
   * @default - prompts and answers are not kept
   */
  readonly text?: {
    /**
     * Id of the policy tag of their columns, `projects/…/taxonomies/…/policyTags/…`: readers without its right see them
     * masked, or not at all.
     */
    readonly policyTag: string;
  };
}

const figures: readonly TableColumn[] = [
  {
    name: 'request_id',
    type: 'STRING',
    mode: 'REQUIRED',
    description: 'Id of the call, also in every log line',
  },
  { name: 'called_at', type: 'TIMESTAMP', mode: 'REQUIRED', description: 'When it was made' },
  { name: 'caller', type: 'STRING', description: 'Who called: a keyed hash, never a name' },
  { name: 'model', type: 'STRING', mode: 'REQUIRED', description: 'Publisher and name of the model' },
  { name: 'model_location', type: 'STRING', mode: 'REQUIRED', description: 'Where the model worked' },
  { name: 'input_tokens', type: 'INT64', description: 'Tokens it read' },
  { name: 'output_tokens', type: 'INT64', description: 'Tokens it wrote' },
  { name: 'cost', type: 'NUMERIC', description: 'What they cost, in the currency of the settings' },
  { name: 'latency_ms', type: 'INT64', description: 'Milliseconds until the answer was complete' },
  { name: 'blocked', type: 'BOOL', description: 'Whether prompt or answer was stopped' },
  { name: 'findings', type: 'JSON', description: 'What Model Armor found: filters and confidence, no text' },
];

const text: readonly TableColumn[] = [
  { name: 'prompt', type: 'STRING', description: 'What the model was asked' },
  { name: 'answer', type: 'STRING', description: 'What it answered' },
];

/** Id of the table of a service. */
export function requestLogTable(name: string): string {
  return `${name.replaceAll('-', '_')}_requests`;
}

/** The first thing that is wrong with the log, or `undefined`. */
export function requestLogProblem({ retentionDays = 183, text: kept }: RequestLogProps): Refusal | undefined {
  if (!Number.isInteger(retentionDays) || retentionDays < 1 || retentionDays > 3650)
    return [
      'requestLog.retentionDays',
      retentionDays,
      'a whole number from 1 to 3650',
      'Leave it out for half a year.',
    ];
  if (kept === undefined || kept.policyTag.includes('${')) return undefined;
  return /^projects\/[^/]+\/locations\/[^/]+\/taxonomies\/[^/]+\/policyTags\/[^/]+$/.test(kept.policyTag)
    ? undefined
    : [
        'requestLog.text.policyTag',
        kept.policyTag,
        'the id of a policy tag, projects/…/locations/…/taxonomies/…/policyTags/…',
        'What people write to a model is personal: name the tag that protects it, or leave text out.',
      ];
}

/** The table with one row per call of a model. */
export function requestLogOf({ dataset, retentionDays = 183, text: kept }: RequestLogProps, name: string) {
  const columns: readonly TableColumn[] =
    kept === undefined
      ? figures
      : [...figures, ...text.map((column) => ({ ...column, policyTags: { names: [kept.policyTag] } }))];
  return {
    dataset,
    id: requestLogTable(name),
    description: `Calls of models by ${name}, kept for ${retentionDays} days`,
    columns,
    partitionedBy: 'called_at',
    clusteredBy: ['model'],
    retentionDays,
  };
}
