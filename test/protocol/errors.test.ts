import { expect, it } from 'vitest';
import { errorOf, errors } from '../../src/protocol/errors.ts';

it('an error is found by its name and by its code', () => {
  expect(errors.NOT_LEADER_OR_FOLLOWER).toMatchObject({ code: 6, name: 'NOT_LEADER_OR_FOLLOWER', retriable: true });
  expect(errorOf(6)).toBe(errors.NOT_LEADER_OR_FOLLOWER);
  expect(errorOf(0).name).toBe('NONE');
});

it('the code of a newer Kafka reads as an unknown error that names it', () => {
  expect(errorOf(999)).toMatchObject({ code: 999, name: 'UNKNOWN_SERVER_ERROR', retriable: false });
  expect(errorOf(999).message).toContain('999');
});

it('messages and advice are sentences', () => {
  for (const { message, advice = 'None.' } of Object.values(errors)) {
    expect(message).toMatch(/^[A-Za-z].*\.$/);
    expect(advice).toMatch(/^[A-Za-z].*\.$/);
  }
});
