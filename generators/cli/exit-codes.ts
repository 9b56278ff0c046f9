/** What a command says to the shell that called it. The same numbers mean the same in every command. */
export const exitCode = {
  /** Done, or nothing to do. */
  done: 0,
  /** What was asked about is not as it should be: findings, drift, a failed check. */
  findings: 1,
  /** The input or the call is wrong. */
  wrongInput: 2,
  /** Conflicts are left for a person. */
  conflicts: 3,
  /** Refused, because data or a stateful resource could be lost. */
  refused: 4,
  /** Our own fault. */
  internal: 70,
  /** Interrupted by the user. */
  interrupted: 130,
} as const;

export type ExitCode = (typeof exitCode)[keyof typeof exitCode];
