import { describeLives } from './lifecycle.ts';
import { exampleStacks } from './stacks.ts';

describeLives(exampleStacks);
