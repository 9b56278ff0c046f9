import { CustomResource } from '@pulumi/kubernetes/apiextensions/customResource.js';
import type { CustomResourceOptions } from '@pulumi/pulumi';
import type { Metadata } from '../namespaced-component.ts';
import type { StructuralSchema } from './schema.ts';
import { freeForm } from './schema.ts';

/** Annotation by which Pulumi waits for an object. */
export const waitFor = 'pulumi.com/waitFor';

/** A kind that an operator adds to Kubernetes, in the part that is used here. */
export interface ResourceKind {
  readonly group: string;
  readonly version: string;
  readonly kind: string;
  readonly plural: string;
  /** Short names for `kubectl`. */
  readonly shortNames?: readonly string[];
  /** What `spec` may hold. */
  readonly spec: StructuralSchema;
  /** Whose operator reads it, for people. */
  readonly operator: string;
}

/** Metadata and specification of an object of an operator's kind. */
export interface CustomObject<Spec> {
  readonly metadata: Metadata & { readonly annotations?: Readonly<Record<string, string>> };
  readonly spec: Spec;
}

/** Makes an object of an operator's kind. */
export function customResource<Spec extends object>(
  logicalName: string,
  { group, version, kind }: ResourceKind,
  { metadata, spec }: CustomObject<Spec>,
  options: CustomResourceOptions,
): CustomResource {
  return new CustomResource(
    logicalName,
    { apiVersion: `${group}/${version}`, kind, metadata, spec },
    options,
  );
}

/** The definition of a kind: strict about what is used here, open about what its operator reports in `status`. */
export function definitionOf({ group, version, kind, plural, shortNames = [], spec }: ResourceKind) {
  return {
    apiVersion: 'apiextensions.k8s.io/v1',
    kind: 'CustomResourceDefinition',
    metadata: { name: `${plural}.${group}` },
    spec: {
      group,
      scope: 'Namespaced',
      names: {
        kind,
        listKind: `${kind}List`,
        plural,
        singular: kind.toLowerCase(),
        ...(shortNames.length === 0 ? {} : { shortNames: [...shortNames] }),
      },
      versions: [
        {
          name: version,
          served: true,
          storage: true,
          subresources: { status: {} },
          schema: {
            openAPIV3Schema: {
              type: 'object',
              required: ['spec'],
              properties: {
                apiVersion: { type: 'string' },
                kind: { type: 'string' },
                metadata: { type: 'object' },
                spec,
                status: freeForm,
              },
            },
          },
        },
      ],
    },
  };
}
