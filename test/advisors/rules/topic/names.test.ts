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
