// Keeps Terraform's states as files for the tests: GET and POST of a file's path, on loopback. Terraform writes a state that is
// in a file after every single resource and waits for the disk each time, which is most of its time with hundreds of them;
// to a backend it writes every 20 seconds and at the end. A thread of its own, for the tests wait while Terraform runs.
import { Buffer } from 'node:buffer';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { parentPort } from 'node:worker_threads';

const server = createServer((request, response) => {
  const file = decodeURIComponent(request.url ?? '');
  if (request.method === 'GET') {
    if (existsSync(file)) response.end(readFileSync(file));
    else response.writeHead(404).end();
    return;
  }
  const parts = [];
  request.on('data', (part) => parts.push(part));
  request.on('end', () => {
    if (request.method === 'POST') writeFileSync(file, Buffer.concat(parts));
    response.writeHead(request.method === 'POST' ? 200 : 405).end();
  });
});

server.listen(0, '127.0.0.1', () => {
  parentPort?.postMessage(server.address().port);
});
