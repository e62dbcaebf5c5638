/** How a command speaks to a person; a test listens in the same way. */
export interface Voice {
  /** Prints a line that stays. */
  say(line: string): void;
  /** Shows how far it is: replaces the line before it in a terminal, a line of its own elsewhere. */
  progress(line: string): void;
}

/** How a command ended: the exit status, and what `--json` prints. */
export interface Ended {
  readonly exitStatus: 0 | 1;
  readonly json: unknown;
}
