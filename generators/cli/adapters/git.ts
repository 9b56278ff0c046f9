// What the toolbox asks of git. See git-run.ts for how git is run.

export { commitToBranch } from './git-branch.ts';
export type { BranchCommit } from './git-branch.ts';
export { headReader } from './git-head.ts';
export type { HeadReader } from './git-head.ts';
export { clearStages } from './git-index.ts';
export { gitState } from './git-state.ts';
export type { GitState } from './git-state.ts';
