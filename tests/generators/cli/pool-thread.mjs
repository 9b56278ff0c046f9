// A thread for tests of the pool: each task says what becomes of it.
import { parentPort, workerData } from 'node:worker_threads';

if (workerData === 'dead') throw new Error('no catalog');
parentPort.on('message', (task) => {
  if (task === 'throw') throw new Error('thrown');
  if (task === 'reject') void Promise.reject(new Error('rejected'));
  else if (task === 'exit') process.exit(7);
  else if (task === 'memory') exhaust();
  else parentPort.postMessage({ result: `${task} done` });
});
parentPort.postMessage('ready');

function exhaust() {
  const kept = [];
  for (;;) kept.push(Array.from({ length: 1000 }, () => ({ text: `${kept.length}` })));
}
