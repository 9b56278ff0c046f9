import { readFileSync } from 'node:fs';
import https from 'node:https';
import type { JsonObject, KubeObject } from '../json.ts';
import { isKubeObject, isObject, objectsAt, textAt } from '../json.ts';
import { pause } from '../waiting.ts';

/** How to reach an API server. */
export interface Access {
  readonly port: number;
  /** File of the certificate it shows, which is its own authority. */
  readonly certificate: string;
  /** Token of an administrator. */
  readonly token: string;
}

/** An answer of the API server. */
export interface Answer {
  readonly status: number;
  readonly body: JsonObject;
}

/** An answer that is a refusal. */
export class Refused extends Error {
  readonly answer: Answer;

  constructor(what: string, answer: Answer) {
    const { status, body } = answer;
    super(`${what}: ${status} ${textAt(body, 'reason') ?? ''}: ${textAt(body, 'message') ?? ''}`);
    this.answer = answer;
  }
}

/** How an object is applied. */
export interface ApplyOptions {
  /** Who applies it. */
  readonly manager: string;
  /** Whether fields that another manager owns are taken over. */
  readonly force?: boolean;
  /** Whether the server only says what would come of it. */
  readonly dryRun?: boolean;
}

/** The calls to an API server that the tests need. */
export class Api {
  /** How it is reached. */
  readonly access: Access;
  private readonly agent: https.Agent;
  /** What each group and version serves, as far as it was asked for. */
  private readonly served = new Map<string, readonly JsonObject[]>();

  constructor(access: Access) {
    this.access = access;
    this.agent = new https.Agent({
      ca: readFileSync(access.certificate),
      keepAlive: true,
      maxSockets: 16,
    });
  }

  /** Sends one request. A question is asked once more when the server closed the connection it came on. */
  async call(method: string, path: string, body?: JsonObject, type = 'application/json'): Promise<Answer> {
    try {
      return await this.send(method, path, body, type);
    } catch (error) {
      const isClosed = isObject(error) && error['code'] === 'ECONNRESET';
      if (method === 'GET' && isClosed) return this.send(method, path, body, type);
      throw error;
    }
  }

  private send(method: string, path: string, body: JsonObject | undefined, type: string): Promise<Answer> {
    const text = body === undefined ? undefined : JSON.stringify(body);
    return new Promise((resolve, reject) => {
      const request = https.request(
        {
          agent: this.agent,
          host: '127.0.0.1',
          port: this.access.port,
          method,
          path,
          timeout: 30_000,
          headers: {
            authorization: `Bearer ${this.access.token}`,
            accept: 'application/json',
            ...(text === undefined
              ? {}
              : { 'content-type': type, 'content-length': Buffer.byteLength(text) }),
          },
        },
        (response) => {
          const chunks: Buffer[] = [];
          response.on('data', (chunk: Buffer) => chunks.push(chunk));
          response.on('error', reject);
          response.on('end', () => {
            resolve({
              status: response.statusCode ?? 0,
              body: parsed(Buffer.concat(chunks).toString('utf8')),
            });
          });
        },
      );
      request.on('timeout', () => request.destroy(new Error(`${method} ${path}: no answer in 30 s.`)));
      request.on('error', reject);
      request.end(text);
    });
  }

  /** The object at a path; undefined when there is none. */
  async get(path: string): Promise<KubeObject | undefined> {
    const answer = await this.call('GET', path);
    if (answer.status === 404) return undefined;
    if (answer.status !== 200 || !isKubeObject(answer.body)) throw new Refused(path, answer);
    return answer.body;
  }

  /** The objects of a collection, for instance `/api/v1/pods?labelSelector=a%3Db`. */
  async list(path: string): Promise<readonly KubeObject[]> {
    const { status, body } = await this.call('GET', path);
    if (status !== 200) throw new Refused(path, { status, body });
    const kind = textAt(body, 'kind')?.replace(/List$/, '');
    return objectsAt(body, 'items')
      .map((item) => ({ apiVersion: body['apiVersion'], kind, ...item }))
      .filter(isKubeObject);
  }

  /**
   * Where an object is.
   *
   * @param patience how often to ask again, half a second apart, for a kind that is not served: its definition may have just been made
   * @returns undefined when the server does not know its kind
   */
  async pathOf(object: KubeObject, patience = 0): Promise<string | undefined> {
    const collection = await this.collectionOf(object, patience);
    return collection === undefined ? undefined : `${collection}/${encodeURIComponent(object.metadata.name)}`;
  }

  /** The collection an object is in; undefined when the server does not know its kind. */
  async collectionOf(object: KubeObject, patience = 0): Promise<string | undefined> {
    const { apiVersion, kind, metadata } = object;
    const root = apiVersion.includes('/') ? `/apis/${apiVersion}` : `/api/${apiVersion}`;
    for (let left = patience; ; left--) {
      const resource = (await this.resources(root)).find(
        (one) => one['kind'] === kind && textAt(one, 'name')?.includes('/') === false,
      );
      if (resource !== undefined) {
        const within =
          resource['namespaced'] === true ? `/namespaces/${metadata.namespace ?? 'default'}` : '';
        return `${root}${within}/${textAt(resource, 'name') ?? ''}`;
      }
      this.served.delete(root);
      if (left <= 0) return undefined;
      await pause(500);
    }
  }

  private async resources(root: string): Promise<readonly JsonObject[]> {
    const known = this.served.get(root);
    if (known !== undefined) return known;
    const { status, body } = await this.call('GET', root);
    const resources = status === 200 ? objectsAt(body, 'resources') : [];
    this.served.set(root, resources);
    return resources;
  }

  /** Applies an object on the server's side, with strict validation: an unknown field is an error. */
  async apply(object: KubeObject, options: ApplyOptions): Promise<Answer> {
    const path = await this.pathOf(object, 6);
    if (path === undefined) return notServed(object);
    const query = new URLSearchParams({
      fieldManager: options.manager,
      force: String(options.force ?? false),
      fieldValidation: 'Strict',
      ...(options.dryRun === true ? { dryRun: 'All' } : {}),
    });
    const answer = await this.call(
      'PATCH',
      `${path}?${query.toString()}`,
      object,
      'application/apply-patch+yaml',
    );
    if (answer.status !== 404 || answer.body['reason'] !== undefined) return answer;
    // No such page: the definition was there when it was asked for, and is gone.
    this.served.clear();
    return notServed(object);
  }

  /** Applies an object that must be accepted. */
  async put(object: KubeObject, manager: string): Promise<KubeObject> {
    const answer = await this.apply(object, { manager, force: true });
    if (answer.status >= 300 || !isKubeObject(answer.body))
      throw new Refused(`${object.kind} ${object.metadata.name}`, answer);
    return answer.body;
  }

  /** Merges into an object, for instance into its status at `…/status`. */
  async merge(path: string, patch: JsonObject): Promise<Answer> {
    return this.call('PATCH', path, patch, 'application/merge-patch+json');
  }

  /** Ends the connections. */
  close(): void {
    this.agent.destroy();
  }
}

/** The answer for a kind that the server does not know, in the words of the API machinery's clients. */
export function notServed({ apiVersion, kind }: KubeObject): Answer {
  const message = `no matches for kind "${kind}" in version "${apiVersion}"`;
  return { status: 404, body: { reason: 'NoKindMatch', message } };
}

function parsed(text: string): JsonObject {
  try {
    const value: unknown = text === '' ? {} : JSON.parse(text);
    return isObject(value) ? value : { message: text };
  } catch {
    return { message: text.trim() };
  }
}
