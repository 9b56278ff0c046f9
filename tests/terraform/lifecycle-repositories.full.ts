import { describeLivesInDev, describeLivesInProd } from './lifecycle.ts';
import { repositoryStacks } from './stacks.ts';

describeLivesInDev(repositoryStacks);
describeLivesInProd(repositoryStacks);
