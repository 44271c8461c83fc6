import { describe, expect, it } from 'vitest';
import { expectPrefix, fill } from '../../support/log-history.ts';
import { batchOf, DIRECTORY, openLog, readAll, START_MS } from '../../support/partition-log.ts';
import { seededRandom } from '../../support/random.ts';

const LOG = `${DIRECTORY}/00000000000000000000.log`;

describe('after the power went', () => {
  const config = { segmentBytes: 800, indexIntervalBytes: 100 };

  it.each(['gone', 'zeros'] as const)('everything that was synced is there; what was not may be %s', async loss => {
    const fixture = openLog({ config });
    const written = fill(fixture, 40);
    fixture.log.flush();
    const synced = fixture.log.logEndOffset;
    await fixture.log.settled();
    fill(fixture, 10, 2);
    const all = readAll(fixture.log);
    const again = fixture.reopen({ fs: fixture.fs.afterPowerLoss(loss), recoveryPoint: fixture.log.recoveryPoint });
    expect(again.log.logEndOffset).toBeGreaterThanOrEqual(synced);
    expect(all.slice(0, written.length)).toEqual(written);
    expectPrefix(again, all);
  });

  it('a sync before each acknowledgement loses nothing (flush.messages=1)', () => {
    const fixture = openLog({ config: { ...config, flushMessages: 1 } });
    const written = fill(fixture, 40);
    expect(fixture.log.recoveryPoint).toBe(fixture.log.logEndOffset);
    const again = fixture.reopen({ fs: fixture.fs.afterPowerLoss('gone') });
    expect(readAll(again.log)).toEqual(written);
  });

  it('what was recovered after kill −9 is brought to the disk before the recovery point passes it', async () => {
    const fixture = openLog({ config });
    fill(fixture, 40);
    const again = fixture.reopen({ fs: fixture.fs.copy(), recoveryPoint: 0 });
    const synced: string[] = [];
    const { fs } = again;
    const original = fs.syncInBackground.bind(fs);
    fs.syncInBackground = path => {
      synced.push(path);
      return original(path);
    };
    const { segmentCount, recoveryPoint } = again.log;
    expect(recoveryPoint).toBe(0);
    while (again.log.segmentCount === segmentCount) fill(again, 1, 2);
    await again.log.settled();
    expect(again.log.recoveryPoint).toBeGreaterThan(40);
    expect(synced.filter(path => path.endsWith('.log')).length).toBe(segmentCount);
  });

  it('any part of what was not synced may be there: what is served is right and contiguous', async () => {
    for (let seed = 1; seed <= 60; seed++) {
      const random = seededRandom(seed);
      const fixture = openLog({ config });
      fill(fixture, 10 + random.below(30), seed);
      await fixture.log.settled();
      const { recoveryPoint } = fixture.log;
      fill(fixture, random.below(12), seed + 1000);
      const all = readAll(fixture.log);
      const again = fixture.reopen({ fs: fixture.fs.afterPowerLoss(random), recoveryPoint });
      expect(again.log.logEndOffset, `seed ${seed}`).toBeGreaterThanOrEqual(recoveryPoint);
      expectPrefix(again, all);
    }
  });
});

describe('after a clean stop', () => {
  it('nothing is checked, and the files are complete', () => {
    const fixture = openLog({ config: { segmentBytes: 1000, indexIntervalBytes: 100 } });
    const written = fill(fixture, 60);
    fixture.log.close({ clean: true });
    const again = fixture.reopen({ fs: fixture.fs.afterPowerLoss('gone'), cleanShutdown: true });
    expect(again.log.recovery.segments).toBe(0);
    expect(again.log.recoveryPoint).toBe(written.length);
    expect(readAll(again.log)).toEqual(written);
    expectPrefix(again, written);
  });

  it('appending goes on in the last segment with its indexes', () => {
    const fixture = openLog({ config: { indexIntervalBytes: 200 } });
    fill(fixture, 10);
    fixture.log.close({ clean: true });
    const again = fixture.reopen({ cleanShutdown: true });
    const written = fill(again, 10, 99);
    expect(again.log.segmentCount).toBe(1);
    again.log.close({ clean: true });
    const third = again.reopen({ cleanShutdown: true });
    for (let from = 0; from < written.length; from++) expect(readAll(third.log, from)).toEqual(written.slice(from));
  });

  it('missing indexes are made from the headers', () => {
    const fixture = openLog({ config: { segmentBytes: 1000, indexIntervalBytes: 100 } });
    const written = fill(fixture, 60);
    fixture.log.close({ clean: true });
    const fs = fixture.fs.copy();
    for (const name of fs.list(DIRECTORY)) if (name.endsWith('index')) fs.remove(`${DIRECTORY}/${name}`);
    const again = fixture.reopen({ fs, cleanShutdown: true });
    expect(again.log.recovery.segments).toBe(0);
    for (let from = 0; from < written.length; from += 7) expect(readAll(again.log, from)).toEqual(written.slice(from));
  });

  it('a last segment that is torn all the same is recovered', () => {
    const fixture = openLog();
    const written = fill(fixture, 10);
    fixture.log.close({ clean: true });
    const fs = fixture.fs.copy();
    fs.put(LOG, fs.content(LOG).subarray(0, -5));
    const again = fixture.reopen({ fs, cleanShutdown: true });
    expect(again.log.recovery.segments).toBe(1);
    expectPrefix(again, written);
  });

  it('leaves no descriptor open', () => {
    const fixture = openLog({ config: { segmentBytes: 500 } });
    fill(fixture, 20);
    fixture.log.close({ clean: true });
    expect(fixture.fs.openFiles).toBe(0);
  });

  it('a flipped byte in any file but the log changes nothing that is read, nor what is sorted out by time', () => {
    const fixture = openLog({ config: { segmentBytes: 700, indexIntervalBytes: 150 } });
    for (let i = 0; i < 24; i++) {
      const timestampMs = START_MS - 5000 + ((i * 7) % 24) * 100;
      fixture.append([{ timestampMs, value: `value ${i}` }], { producerId: 1, baseSequence: i });
    }
    fixture.log.close({ clean: true });
    const written = readAll(fixture.reopen({ cleanShutdown: true }).log);
    const others = fixture.fs.list(DIRECTORY).filter(name => !name.endsWith('.log') && name !== 'partition.metadata');
    expect(others.length).toBeGreaterThan(8);
    for (const name of others) {
      const good = fixture.fs.content(`${DIRECTORY}/${name}`);
      for (let at = 0; at < good.length; at++) {
        const fs = fixture.fs.copy();
        const changed = Buffer.from(good);
        changed[at]! ^= 1 << (at % 8);
        fs.put(`${DIRECTORY}/${name}`, changed);
        const { log } = fixture.reopen({ fs, cleanShutdown: true });
        const where = `${name} at ${at}`;
        expect(readAll(log, 0, 100), where).toEqual(written);
        for (const ms of [-5000, -3950, -2700, -2650]) {
          const expected = written.find(record => record.timestampMs >= START_MS + ms)?.offset;
          expect(log.offsetForTimestamp(START_MS + ms, Infinity)?.offset, where).toBe(expected);
        }
        expect(log.maxTimestampOffset()?.timestamp, where).toBe(START_MS - 2700);
        expect(
          () => log.append(batchOf(1, { producerId: 1, baseSequence: 30 }), { leaderEpoch: 0, origin: 'client' }),
          where,
        ).toThrow(expect.objectContaining({ error: expect.stringMatching('OUT_OF_ORDER_SEQUENCE_NUMBER|FENCED') }));
      }
    }
  });
});
