import { describeLivesInProd } from './lifecycle.ts';
import { exampleStacks } from './stacks.ts';

describeLivesInProd(exampleStacks);
