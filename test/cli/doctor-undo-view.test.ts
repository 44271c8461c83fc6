import { expect, it } from 'vitest';
import type { UndoStep } from '../../src/advisors/fix/undo.ts';
import { undoView } from '../../src/cli/doctor/fix-view.ts';
import { render } from '../../src/cli/output.ts';

const steps: UndoStep[] = [
  {
    change: { type: 'set-topic-config', topic: 'orders', key: 'segment.ms', before: '60000', value: null },
    now: null,
    state: 'to be taken back',
  },
];
const paint = { bold: String, dim: String, good: String, warn: String, bad: String };
const lines = async (done: boolean) => (await render(steps, undoView(steps, { done }), 'csv', paint)).split('\r\n');

it('what goes back is told as a plan, and afterwards as done', async () => {
  expect((await lines(false)).slice(0, 2)).toEqual([
    'what,key,now,then,state',
    'topic orders,segment.ms,(default),60000,to be taken back',
  ]);
  expect((await lines(true)).slice(0, 2)).toEqual([
    'what,key,was,is,state',
    'topic orders,segment.ms,(default),60000,taken back',
  ]);
});
