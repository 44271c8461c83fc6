/** Earlier moments, those of this run, and now. */
import { momentOf } from '../moments.ts';
import type { Collector } from './collection.ts';

export const history: Collector<'history'> = {
  permission: 'DESCRIBE on cluster',
  async collect(run) {
    const [topics, offsets, groups, committed, reassignments] = await Promise.all([
      run.need('topics'),
      run.need('offsets'),
      run.partOf('history', 'groups', []),
      run.partOf('history', 'committed', []),
      run.partOf('history', 'reassignments', []),
    ]);
    const now = momentOf({ topics, groups, committed, offsets, reassignments }, run.startedMs);
    return { moments: [...run.given.earlier, now] };
  },
};
