/** How long an application takes with a record: nobody can see it from outside, so somebody has to say it. */
import type { Unjudged } from '../rule.ts';
import type { ClientFile } from './given.ts';

export function* notMeasured(clients: readonly ClientFile[]): Iterable<Unjudged> {
  if (clients.every(({ handlerP99Ms }) => handlerP99Ms !== undefined)) return;
  yield {
    unjudged: 'nobody has said how long a record takes',
    needs: '--handler-ms P99, the measured 99th percentile',
  };
}
