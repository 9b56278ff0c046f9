// Builds the program that `npm run test:kubernetes` needs, before the tests: on a new machine it takes minutes.
import { built, kubelab } from './programs.ts';

process.stderr.write(`${built(kubelab)}\n`);
