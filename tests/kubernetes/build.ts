// Builds the program that `npm run test:kubernetes` needs, before the tests: on a new machine it takes minutes.
import { built, kubelab } from './programs.ts';

process.stderr.write(
  'The control plane, from its sources unless a build of them is kept: 10 minutes on a new machine.\n',
);
process.stderr.write(`${built(kubelab)}\n`);
