import { describeLivesInDev } from './lifecycle.ts';
import { exampleStacks } from './stacks.ts';

describeLivesInDev(exampleStacks);
