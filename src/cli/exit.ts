/** What the exit code of mq says; see also docs/commands. Only src/cli and bin choose one. */
export const exit = {
  done: 0,
  failed: 1,
  usage: 2,
  /** The command worked, and what it looked at is not as it should be. */
  checkFailed: 3,
  /** Stopped by Ctrl-C: 128 + SIGINT, as shells count. */
  interrupted: 130,
  /** Stopped by SIGTERM. */
  terminated: 143,
} as const;
