import { markdownTable } from '#constructs/policy/markdown-table.ts';
import type { ConstructProps, Prop, PropsInterface } from '#generators/build/props/read-props.ts';

/** The tables of a construct's props for its README: its own first, then each interface they hold. */
export function propTables({ interfaces, construct }: ConstructProps): string {
  const [own, ...held] = interfaces;
  if (own === undefined) throw new Error(`${construct} has no props.`);
  const deployment = own.props.filter((prop) => !isOwn(prop));
  return [
    '## Props',
    tableOf(own.props.filter(isOwn)),
    ...(deployment.length === 0 ? [] : [deploymentLine(deployment)]),
    ...held.filter(({ name }) => name !== 'Residency').map(section),
  ].join('\n\n');
}

/** What every construct is told alike is one line in each README, not a table. */
function isOwn({ declaredIn }: Prop): boolean {
  return declaredIn !== 'Deployment';
}

function deploymentLine(props: readonly Prop[]): string {
  const names = props.map(({ name, optional }) => `\`${name}${optional ? '?' : ''}\``);
  return `And where it is deployed (\`Deployment\`): ${names.join(', ')}.`;
}

function section({ name, meaning, props }: PropsInterface): string {
  return [`### ${name}`, ...(meaning === '' ? [] : [meaning]), tableOf(props)].join('\n\n');
}

function tableOf(props: readonly Prop[]): string {
  const rows = [...props.filter(({ optional }) => !optional), ...props.filter(({ optional }) => optional)];
  return markdownTable(
    ['Prop', 'Type', 'Meaning', 'Default'],
    rows.map((prop) => [`\`${prop.name}\``, `\`${prop.type}\``, prop.meaning, defaultCell(prop)]),
  );
}

function defaultCell({ optional, default: fallback }: Prop): string {
  if (!optional) return 'required';
  if (fallback === undefined) return '';
  if (fallback.kind !== 'value') return fallback.text;
  return `\`${fallback.text}\`${fallback.remark === '' ? '' : ` (${fallback.remark})`}`;
}
