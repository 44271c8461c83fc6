/** What is made of settings, and made again when they change while the broker runs. */
import type { Log } from '../log-line.ts';
import type { Settings } from './settings.ts';

/**
 * The value as it is now. Settings of which none can be made are refused; where that shows only later (a file that is gone)
 * the value stays as it was. Throws what `make` throws at first.
 */
export function following<T>(settings: Settings, make: (settings: Settings) => T, log: Log): () => T {
  let value = make(settings);
  settings.watch({
    check: candidate => void make(candidate),
    changed: () => {
      try {
        value = make(settings);
      } catch (error) {
        log('error', `what was set while the broker ran has no effect: ${(error as Error).message}`);
      }
    },
  });
  return () => value;
}
