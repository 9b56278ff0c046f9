// Builds the programs that `npm run test:kubernetes` needs, before the tests: on a new machine it takes minutes.
import { promtool } from './alerts/promtool.ts';
import { kubeconform, kubeScore } from './lint/linters.ts';
import { built, kubelab } from './programs.ts';

const programs = {
  'the control plane (10 minutes on a new machine)': kubelab,
  'promtool (3 minutes)': promtool,
  kubeconform,
  'kube-score': kubeScore,
};
for (const [what, program] of Object.entries(programs)) {
  process.stderr.write(`${what}, from its sources unless a build of them is kept\n`);
  process.stderr.write(`  ${built(program)}\n`);
}
