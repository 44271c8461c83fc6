import { describe, expect, it } from 'vitest';
import { mq } from '../support/run.ts';

describe.concurrent('mq choose', () => {
  it('ranks by what is needed, and says when it is not Kafka', async () => {
    const run = await mq(['choose', '--use', 'requests', '--latency', 'micro', '-o', 'json']);
    expect(run).toMatchObject({
      code: 0,
      json: { needs: { use: 'requests', latency: 'micro' }, ranking: expect.any(Array) },
    });
    expect((run.json as { answer: string }).answer).toMatch(/^ZeroMQ; not Kafka: /);
  });

  it('names the flags where there is nobody to ask', async () => {
    const run = await mq(['choose']);
    expect(run).toMatchObject({ code: 2, stdout: '' });
    expect(run.stderr).toContain('--throughput low|medium|high');
  });

  it('refuses an answer that there is not', async () => {
    const run = await mq(['choose', '--use', 'nonsense']);
    expect(run).toMatchObject({ code: 2, stdout: '' });
    expect(run.stderr).toContain('--use does not know "nonsense"');
  });
});
