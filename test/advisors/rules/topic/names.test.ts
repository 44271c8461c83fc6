import { describe, expect, it } from 'vitest';
import { nameOfTopic } from '../../../../src/advisors/rules/topic/t22-name.ts';
import { answerOf, aTopic, observedBy } from '../../../support/evidence.ts';

describe('T22 name', () => {
  it('is quiet on names that differ', () => {
    expect(observedBy(nameOfTopic, { topics: [aTopic('a.b'), aTopic('a-b'), aTopic('ab')] })).toEqual([]);
  });

  it('knows names that are the same to metrics', () => {
    expect(observedBy(nameOfTopic, { topics: [aTopic('a.b'), aTopic('a_b'), aTopic('x')] })).toMatchObject([
      { severity: 'warning', observed: 'a.b, a_b are a_b to metrics' },
    ]);
  });

  it('says which of them can go', () => {
    const held = (records: number) => [{ partition: 0, start: 5, end: 5 + records }];
    const topics = [aTopic('a.b', 1), aTopic('a_b', 1)];
    const commands = (offsets: Record<string, ReturnType<typeof held>>) =>
      observedBy(nameOfTopic, { topics, offsets }).map(({ fix }) => fix[0]!.command);
    expect(commands({ 'a.b': held(1), a_b: held(0) })).toEqual(['mq topic delete a_b']);
    expect(commands({ 'a.b': held(1), a_b: held(1) })).toEqual([undefined]);
    expect(commands({ 'a.b': held(1) })).toEqual([undefined]);
  });

  it('knows names that are too long', () => {
    expect(observedBy(nameOfTopic, { topics: [aTopic('x'.repeat(249))] })).toEqual([]);
    expect(observedBy(nameOfTopic, { topics: [aTopic('x'.repeat(250))] })).toMatchObject([
      { severity: 'error', observed: '250 characters, where 249 are allowed' },
    ]);
  });

  it('says what it lacks', () => {
    expect(answerOf(nameOfTopic, {}).unchecked).toHaveLength(1);
  });
});
