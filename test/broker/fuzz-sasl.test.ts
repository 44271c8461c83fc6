/** SASL conversations that are a little wrong: nobody gets in who has not shown that he may, and no session fails. */
import { expect, it } from 'vitest';
import { fuzzSasl } from '../support/fuzz/sasl.ts';
import { recordedTokens } from '../support/fuzz/seeds.ts';

const FRAMES = 5_000;

it('a session with SASL refuses what is spoilt and lets in who is proven', { timeout: 60_000 }, async () => {
  const { findings, letIn, conversations } = await fuzzSasl({ frames: FRAMES, seed: 36, heard: recordedTokens() });
  const told = findings.map(({ frame, error }) => `${(error as Error).stack}\n  frame ${frame.toString('base64')}`);
  expect(told.slice(0, 5)).toEqual([]);
  expect(letIn).toBeGreaterThan(conversations / 2); // else it would try nothing but the beginning
});
