import { randomBytes, randomUUID } from 'node:crypto';
import type { ReadResourceRequest, RegisterResourceRequest } from '@pulumi/pulumi/proto/resource_pb.js';
import { Refused } from '../cluster/api.ts';
import type { JsonObject, KubeObject } from '../json.ts';
import { at, isKubeObject } from '../json.ts';
import { aliasUrns } from './aliases.ts';
import type { ObjectOptions } from './objects.ts';
import { bring, objectOf } from './objects.ts';
import type { RunState } from './run-state.ts';
import { inShapeOf } from './shape.ts';
import type { ResourceState } from './state.ts';
import type { StackName } from './urn.ts';
import { urnOf } from './urn.ts';
import { hasUnknown, plainProperties } from './values.ts';

/** What a program gets back for a resource. */
export interface Registered {
  readonly urn: string;
  readonly id: string;
  readonly properties: JsonObject;
}

/** How resources are made. */
export type RegistrationOptions = Omit<ObjectOptions, 'force' | 'upsert'> & StackName;

/** Answers what a program registers: finds what was there before, brings it to what is asked for, and keeps both. */
export class Registration {
  private readonly options: RegistrationOptions;
  private readonly state: RunState;
  /** URNs that the resources of this run may have had. */
  private readonly aliases = new Map<string, readonly string[]>();

  constructor(options: RegistrationOptions, state: RunState) {
    this.options = options;
    this.state = state;
  }

  /** Makes a resource, or a component that groups some. */
  async register(request: RegisterResourceRequest): Promise<Registered> {
    const [type, name] = [request.getType(), request.getName()];
    refuseUnknownOptions(request);
    const urn = urnOf(this.options, type, name, request.getParent());
    const aliases = aliasUrns(this.options, request, this.aliases.get(request.getParent()) ?? []);
    this.aliases.set(urn, aliases);
    const before = this.state.take(urn, aliases);
    const inputs = plainProperties(request.getObject()?.toJavaScript());
    const common: ResourceState = {
      urn,
      type,
      custom: request.getCustom(),
      id: '',
      parent: request.getParent(),
      dependencies: request.getDependenciesList(),
      inputs,
      protect: request.getProtect() ?? false,
      retain: request.getRetainondelete() ?? false,
      external: false,
    };
    if (!common.custom) return this.keep(common, {});
    if (type.startsWith('pulumi:providers:'))
      return this.keep({ ...common, id: before?.id ?? randomUUID() }, inputs);
    refuseUnknownType(type);
    return this.registerObject(common, before, request.getProvider());
  }

  private async registerObject(
    common: ResourceState,
    before: ResourceState | undefined,
    provider: string,
  ): Promise<Registered> {
    const { urn, type } = common;
    const wanted = objectOf(common.inputs, this.nameOf(common, before));
    if (hasUnknown(wanted)) {
      this.state.note({ operation: 'create', urn, type, note: 'some values are known after the run' });
      return this.keep({ ...common, object: wanted }, wanted);
    }
    const { operation, object, note } = await bring(wanted, before, {
      ...this.options,
      upsert: this.says(provider, 'upsertExistingObjects'),
      force: this.says(provider, 'enablePatchForce'),
    });
    this.state.note({ operation, urn, type, ...(note === undefined ? {} : { note }) });
    const applied = inShapeOf(object, wanted);
    // Where it will be is known; that it is there is not.
    const id = this.options.dryRun && operation !== 'same' && operation !== 'update' ? '' : idOf(object);
    return this.keep({ ...common, id, object: wanted, live: object, applied }, object);
  }

  /** The name a program gives; else the one it had, or a new one. */
  private nameOf({ urn, inputs }: ResourceState, before: ResourceState | undefined): string {
    const given = at(inputs, 'metadata', 'name');
    if (typeof given === 'string') return given;
    const [, , , name = ''] = urn.split('::');
    return before?.object?.metadata.name ?? `${name.toLowerCase()}-${randomBytes(4).toString('hex')}`;
  }

  /** Whether an option of a provider is set. */
  private says(provider: string, name: string): boolean {
    const [urn = ''] = provider.split(/::(?=[^:]*$)/);
    const option = this.state.inputsOf(urn)[name];
    // The SDK sends options of a provider as text.
    return option === true || option === 'true';
  }

  private keep(resource: ResourceState, properties: JsonObject): Registered {
    this.state.keep(resource);
    return { urn: resource.urn, id: resource.id, properties };
  }

  /** Reads what another owns: it must be there. */
  async read(request: ReadResourceRequest): Promise<Registered> {
    const [type, name, id] = [request.getType(), request.getName(), request.getId()];
    const urn = urnOf(this.options, type, name, request.getParent());
    const asked = identified(type, id);
    const path = await this.options.api.pathOf(asked);
    const found = path === undefined ? undefined : await this.options.api.get(path);
    if (found === undefined)
      throw new Error(`resource '${id}' does not exist (${asked.apiVersion} ${asked.kind})`);
    this.state.take(urn, []);
    this.state.note({ operation: 'read', urn, type });
    return this.keep(
      {
        ...{ urn, type, id, custom: true, parent: request.getParent(), inputs: {} },
        ...{ dependencies: request.getDependenciesList(), protect: false, retain: false, external: true },
      },
      found,
    );
  }
}

/** `kubernetes:apps/v1:Deployment` with the id `namespace/name`. */
function identified(type: string, id: string): KubeObject {
  const [, group = '', kind = ''] = type.split(':');
  const [namespace, name] = id.includes('/') ? id.split('/') : [undefined, id];
  const object = {
    apiVersion: group.replace(/^core\//, ''),
    kind,
    metadata: { name, ...(namespace === undefined ? {} : { namespace }) },
  };
  if (!isKubeObject(object)) throw new Error(`${type}: ${id} is no id.`);
  return object;
}

function idOf({ metadata }: KubeObject): string {
  return metadata.namespace === undefined ? metadata.name : `${metadata.namespace}/${metadata.name}`;
}

/** Only what was built is answered: a program that needs more must fail here, not pass unseen. */
function refuseUnknownOptions(request: RegisterResourceRequest): void {
  const used = {
    'a remote component': request.getRemote(),
    import: request.getImportid() !== '',
    ignoreChanges: request.getIgnorechangesList().length > 0,
    replaceOnChanges: request.getReplaceonchangesList().length > 0,
    transforms: request.getTransformsList().length > 0,
    deletedWith: request.getDeletedwith() !== '',
    replaceWith: request.getReplaceWithList().length > 0,
    hooks: request.hasHooks(),
  };
  const found = Object.entries(used).find(([, isUsed]) => isUsed);
  if (found !== undefined)
    throw new Error(`${request.getType()} ${request.getName()}: this stand-in does not know ${found[0]}.`);
}

function refuseUnknownType(type: string): void {
  if (!type.startsWith('kubernetes:') || /^kubernetes:(helm|kustomize|yaml)/.test(type))
    throw new Error(`${type}: this stand-in knows plain objects of Kubernetes only.`);
}

/** What a refusal says to a person. */
export function messageOf(error: unknown): string {
  if (error instanceof Refused || error instanceof Error) return error.message;
  return String(error);
}
