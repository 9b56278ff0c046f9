/** Where a resource belongs. */
export interface StackName {
  readonly project: string;
  readonly stack: string;
}

const root = 'pulumi:pulumi:Stack';

/** The URN of a resource; types of the components it is in are part of it. */
export function urnOf({ project, stack }: StackName, type: string, name: string, parent: string): string {
  const within = parent === '' ? '' : (parent.split('::')[2] ?? '');
  const path = within === '' || within === root ? type : `${within}$${type}`;
  return `urn:pulumi:${stack}::${project}::${path}::${name}`;
}
