/** Where mq keeps what must outlive a run: MQ_STATE_DIR, or mq under XDG_STATE_HOME, or ~/.local/state/mq. */
import { homedir } from 'node:os';
import { join } from 'node:path';

export const stateDirectory = (env: NodeJS.ProcessEnv): string =>
  env.MQ_STATE_DIR ?? join(env.XDG_STATE_HOME ?? join(homedir(), '.local', 'state'), 'mq');
