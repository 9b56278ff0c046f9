import { describeLives } from './lifecycle.ts';
import { repositoryStacks } from './stacks.ts';

describeLives(repositoryStacks);
