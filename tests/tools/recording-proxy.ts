import { createServer, request } from 'node:http';
import type { IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A request as it came in. */
export interface Recorded {
  readonly method: string;
  readonly path: string;
  readonly body: string;
}

/** Stands between a client and a server on this machine, and notes what the client asks for. */
export interface RecordingProxy {
  /** For instance `http://127.0.0.1:40123`. */
  readonly address: string;
  /** What came in so far, in its order. */
  readonly requests: readonly Recorded[];
  stop: () => Promise<void>;
}

/** Starts a proxy on a free port of the loopback interface. */
export async function startRecordingProxy(target: string): Promise<RecordingProxy> {
  const requests: Recorded[] = [];
  const server = createServer((incoming, response) => {
    void bodyOf(incoming).then((body) => {
      const { method = 'GET', url = '/', headers } = incoming;
      requests.push({ method, path: url, body: body.toString('utf8') });
      const forwarded = request(new URL(url, target), { method, headers }, (answer) => {
        response.writeHead(answer.statusCode ?? 502, answer.headers);
        answer.pipe(response);
      });
      forwarded.on('error', () => response.writeHead(502).end());
      forwarded.end(body);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    address: `http://127.0.0.1:${port}`,
    requests,
    stop: () =>
      new Promise((resolve) => {
        server.closeAllConnections();
        server.close(() => {
          resolve();
        });
      }),
  };
}

async function bodyOf(incoming: IncomingMessage): Promise<Buffer> {
  const parts: Buffer[] = [];
  for await (const part of incoming) parts.push(part as Buffer);
  return Buffer.concat(parts);
}
