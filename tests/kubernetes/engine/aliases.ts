// URNs that a resource may have had, as the engine works them out of what a program says.
import type { RegisterResourceRequest } from '@pulumi/pulumi/proto/resource_pb.js';
import type { Alias } from '@pulumi/pulumi/proto/alias_pb.js';
import type { StackName } from './urn.ts';
import { urnOf } from './urn.ts';

/**
 * The URNs of a resource's aliases, and those it had while one of its parent's aliases was its parent.
 *
 * @param parentAliases URNs that its parent may have had
 */
export function aliasUrns(
  stack: StackName,
  request: RegisterResourceRequest,
  parentAliases: readonly string[],
): readonly string[] {
  const [type, name, parent] = [request.getType(), request.getName(), request.getParent()];
  const own = request.getAliasesList().map((alias) => urnOfAlias(stack, alias, { type, name, parent }));
  const inherited = parentAliases.flatMap((old) =>
    [{ type, name }, ...own.map(typeAndName)].map((one) => urnOf(stack, one.type, one.name, old)),
  );
  return [...own, ...inherited];
}

interface Named {
  readonly type: string;
  readonly name: string;
}

/** What an alias does not say is as it is now. */
function urnOfAlias(stack: StackName, alias: Alias, now: Named & { readonly parent: string }): string {
  const spec = alias.getSpec();
  if (spec === undefined) return alias.getUrn();
  const project = spec.getProject() || stack.project;
  const parent = spec.getNoparent() ? '' : spec.getParenturn() || now.parent;
  return urnOf(
    { project, stack: spec.getStack() || stack.stack },
    spec.getType() || now.type,
    spec.getName() || now.name,
    parent,
  );
}

function typeAndName(urn: string): Named {
  const [, , types = '', name = ''] = urn.split('::');
  return { type: types.split('$').at(-1) ?? '', name };
}
