import { describe, expect, it } from 'vitest';
import { evaluateReading } from '../../../src/advisors/lag/group-lag.ts';
import { readings } from '../../../src/advisors/lag/reading.ts';
import type { LagState } from '../../../src/advisors/lag/state.ts';
import { aGroup, aHistory, aMember, commits, ends } from '../../support/group-evidence.ts';

type Look = readonly [commit: number, start: number, end: number];

/** Of a group that is seen every forty seconds. */
function stateOf(topic: string, ...looks: readonly Look[]): LagState {
  const [commit, start, end] = looks.at(-1)!;
  const [reading] = readings({
    groups: [aGroup('app', [aMember({ [topic]: [0] })])],
    committed: commits('app', topic, [commit]),
    offsets: ends(topic, [start, end]),
  });
  const history = aHistory(
    ...looks.map(
      ([commit, start, end], i) =>
        [
          (looks.length - 1 - i) * 40,
          { topics: { [topic]: [[start, end]] as const }, groups: { app: { committed: { [topic]: [commit] } } } },
        ] as const,
    ),
  );
  return evaluateReading(reading!, history, { allowedLag: 0 })[0]!.state;
}

describe('a topic from which Kafka Streams deletes what it has read', () => {
  it('loses nothing, though its log starts ever closer to the commit', () => {
    const looks: Look[] = [
      [100, 0, 200],
      [200, 150, 300],
      [300, 290, 400],
    ];
    expect(stateOf('orders', ...looks)).toBe('EXPIRING');
    expect(stateOf('app-counts-repartition', ...looks)).toBe('OK');
  });

  it('may start behind a commit that was looked at a moment before', () => {
    expect(stateOf('orders', [10, 20, 50])).toBe('ERR');
    expect(stateOf('app-counts-repartition', [10, 20, 50])).toBe('OK');
  });
});
