import { describe, expect, it } from 'vitest';
import { rows } from '../../../src/broker/apis/index.ts';
import { kafkaApis } from '../../../src/broker/kafka-apis.ts';
import { mq } from '../../support/run.ts';

interface Info {
  key: number;
  name: string;
  serves: string | null;
  advertises: string | null;
  kafka: string | null;
  reason: string | null;
}

describe('mq broker apis', () => {
  it('lists what is served, and --unserved what Kafka 4.1 has on top, with the reason', async () => {
    const served = (await mq(['broker', 'apis', '-o', 'json'])).json as Info[];
    expect(served.map(({ key }) => key)).toEqual(rows.map(({ api }) => api.key));
    expect(served[0]).toMatchObject({ name: 'Produce', serves: '3-13', advertises: '0-13', kafka: '0-13' });

    const unserved = (await mq(['broker', 'apis', '--unserved', '-o', 'json'])).json as Info[];
    expect([...served, ...unserved].map(({ key }) => key).sort((a, b) => a - b)).toEqual(
      kafkaApis.map(({ key }) => key),
    );
    for (const { reason } of unserved) expect(reason).not.toBe('');
  });

  it('is a table for people', async () => {
    const { stdout } = await mq(['broker', 'apis']);
    expect(stdout).toMatch(/^KEY +API +SERVES +SHOWS +KAFKA 4\.1 +ASKS/);
    expect(stdout).toMatch(/^ +0 +Produce +3-13 +0-13 +0-13 +write topic/m);
  });
});
