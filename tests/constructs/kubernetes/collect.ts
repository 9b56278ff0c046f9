// Runs a Pulumi program with no engine and no cluster, and collects what it would send.
import type { Resource } from '@pulumi/pulumi';
import * as pulumi from '@pulumi/pulumi';
import { objectOf } from '#constructs/policy/resource.ts';

/** One object that a program would send to the cluster. */
export interface Sent {
  /** Type token, for instance `kubernetes:apps/v1:Deployment`. */
  readonly token: string;
  /** Name within the program. */
  readonly name: string;
  readonly urn: string;
  /** Whether Pulumi refuses to delete it. */
  readonly protect: boolean;
  /** Whether it stays in the cluster when Pulumi deletes it. */
  readonly retain: boolean;
  /** How long Pulumi waits for it to be made, where that is said. */
  readonly patience?: string;
  /** The object as the API server gets it. */
  readonly object: Readonly<Record<string, unknown>>;
}

/** What a program makes: objects for the cluster, and the components they belong to. */
export interface Collected {
  readonly sent: readonly Sent[];
  /** URNs of everything, components included. */
  readonly urns: readonly string[];
}

/** Runs `program` as the project and stack given, and waits for everything it makes. */
export async function collect(program: () => void, project = 'platform', stack = 'prod'): Promise<Collected> {
  const sent: Omit<Sent, 'urn' | 'protect' | 'retain' | 'patience'>[] = [];
  const made = new Map<string, Pick<Sent, 'urn' | 'protect' | 'retain' | 'patience'>>();
  let thrown: unknown;
  const byToken = new Map<string, string>();
  const types = new Map<Resource | undefined, string>();
  await pulumi.runtime.setMocks(
    {
      newResource: ({ type, name, inputs, id }) => {
        // With an id it is only read.
        if (type.startsWith('kubernetes:') && (id ?? '') === '')
          sent.push({ token: type, name, object: objectOf(inputs) });
        return { id: `${name}-id`, state: objectOf(inputs) };
      },
      call: ({ token }) => {
        throw new Error(`${token}: a program must not ask the cluster`);
      },
    },
    project,
    stack,
  );
  await pulumi.runtime.runInPulumiStack(() => {
    pulumi.runtime.registerStackTransformation(({ resource, opts, type, name }) => {
      // The engine puts the types of all parents into a name; the mocks only know of the nearest.
      const parent = types.get(opts.parent);
      const full = parent === undefined ? type : `${parent}$${type}`;
      types.set(resource, full);
      const urn = `urn:pulumi:${stack}::${project}::${full}::${name}`;
      if (made.has(urn)) throw new Error(`${urn} is made twice`);
      const create = objectOf(objectOf(opts)['customTimeouts'])['create'];
      made.set(urn, {
        urn,
        protect: opts.protect === true,
        retain: objectOf(opts)['retainOnDelete'] === true,
        ...(typeof create === 'string' ? { patience: create } : {}),
      });
      byToken.set(`${type} ${name}`, urn);
      return undefined;
    });
    // Thrown within, it would be an unhandled rejection of the stack's own promises.
    try {
      program();
    } catch (error) {
      thrown = error;
    }
    return Promise.resolve();
  });
  // Registrations are still under way, also those of a program that stopped.
  await pulumi.runtime.disconnect();
  if (thrown instanceof Error) throw thrown;
  return {
    // Registrations run side by side: their order means nothing.
    sent: sent
      .map((one) => {
        const urn = byToken.get(`${one.token} ${one.name}`) ?? '';
        return { ...one, protect: false, retain: false, ...made.get(urn), urn };
      })
      .sort((a, b) => (a.urn < b.urn ? -1 : 1)),
    urns: [...made.keys()].sort(),
  };
}

/** The objects of a kind, by their names in the cluster. */
export function objectsOf({ sent }: Collected, kind: string): ReadonlyMap<string, Sent['object']> {
  return new Map(
    sent
      .filter(({ object }) => object['kind'] === kind)
      .map(({ object }) => [String(objectOf(object['metadata'])['name']), object]),
  );
}
