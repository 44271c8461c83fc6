import { describe, expect, it } from 'vitest';
import { overLimits } from '../../../../src/advisors/plan/plan.ts';
import { loadsOf, type Rolling } from '../../../../src/advisors/plan/storage/broker-load.ts';
import type { Kept, StorageQuestion } from '../../../../src/advisors/plan/storage/kept.ts';
import { planStorage } from '../../../../src/advisors/plan/storage/storage.ts';
import type { LogDir } from '../../../../src/kafka/admin/log-dirs.ts';

const HOUR = 3_600_000;
const kept: Kept = {
  bytesPerSec: 12_000_000,
  partitions: 12,
  replicationFactor: 3,
  retentionMs: 100_000_000,
  retentionBytes: undefined,
  segmentBytes: 1_000_000_000,
  segmentMs: 168 * HOUR,
};
const plan = (given: Partial<StorageQuestion> = {}, topic: Partial<Kept> = {}) =>
  planStorage({
    kept: { ...kept, ...topic },
    compacted: false,
    brokers: 6,
    present: [],
    diskBytes: undefined,
    fillShare: 0.8,
    maxMapCount: 65_530,
    openFiles: 100_000,
    topicsNotDescribed: 0,
    topic: undefined,
    how: { rate: 'given', settings: 'given' },
    ...given,
  });
const value = (what: string, topic: Partial<Kept> = {}) =>
  plan({}, topic).steps.find(each => each.what === what)?.value;

describe('planStorage', () => {
  it('keeps retention, a segment and the time between two checks', () => {
    // 1 MB/s into a partition: a segment takes 1000 s
    expect(value('a segment takes writes')).toBe(1_000_000);
    expect(value('kept of a partition')).toBe(1_000_000 * (100_000 + 1000 + 300));
    expect(value('segments of a partition')).toBe(102);
    expect(value('replicas on a broker')).toBe(6);
    expect(plan()).toMatchObject({
      brokerBytes: 607_800_000_000,
      segmentsPerBroker: 612,
      fileHandlesPerBroker: 612,
      mapAreasPerBroker: 1224,
    });
  });

  it('rolls by time where a segment does not fill', () => {
    expect(value('a segment takes writes', { segmentMs: HOUR / 10 })).toBe(360_000);
    expect(value('segments of a partition', { segmentMs: HOUR / 10 })).toBe(280);
  });

  it('keeps by size where that is less, and one segment more', () => {
    expect(value('kept of a partition', { retentionBytes: 5_000_000_000 })).toBe(6_000_000_000);
    expect(value('kept of a partition', { retentionMs: undefined, retentionBytes: 5_000_000_000 })).toBe(6_000_000_000);
    expect(value('kept of a partition', { retentionBytes: 1e15 })).toBe(101_300_000_000);
  });

  it('has no answer, and no disk that suffices, for what is kept for ever', () => {
    const forever = plan({ diskBytes: 4e12 }, { retentionMs: undefined });
    expect(forever.answer).toContain('grows until disks are full');
    expect(overLimits(forever).map(({ what }) => what)).toContain('disk of the fullest broker');
  });

  it('wants 30 s of writing in the page cache', () => {
    expect(value('page cache of a broker')).toBe(6_000_000 * 30);
  });

  it('has room for the replicas of a lost broker, and for growth', () => {
    expect(value('disk with a broker less')).toBeCloseTo((607_800_000_000 * 6) / 5);
    expect(value('disk to have')).toBeCloseTo((607_800_000_000 * 6) / 5 / 0.8);
  });

  it('makes nothing anew where every broker has a replica already', () => {
    const three = plan({ brokers: 3 });
    expect(three.steps.find(({ what }) => what === 'disk with a broker less')?.value).toBe(three.brokerBytes);
    const mixed = plan({
      brokers: 3,
      present: [
        { node: 1, replicas: 2, bytes: 5e9, everywhereBytes: 2e9, segments: 1, diskBytes: 1e15, freeBytes: 1e15 },
      ],
    });
    expect(mixed.steps.find(({ what }) => what === 'disk with a broker less')?.value).toBe(mixed.brokerBytes! + 1.5e9);
  });

  it('says that retention deletes nothing of a compacted topic', () => {
    expect(plan({ compacted: true, topic: 'state' }).notes[0]).toContain('state is compacted');
    expect(plan().notes.join()).not.toContain('is compacted');
  });

  it('says whose segments are a guess', () => {
    expect(plan({ topicsNotDescribed: 2 }).notes.join()).toContain('The settings of 2 topics may not be seen');
    expect(plan().notes.join()).not.toContain('may not be seen');
  });

  it.each([
    { diskBytes: 759_750_000_000, over: [] },
    { diskBytes: 759_000_000_000, over: ['disk of the fullest broker'] },
  ])('may fill a disk of $diskBytes bytes to 80 %', ({ diskBytes, over }) => {
    expect(overLimits(plan({ diskBytes })).map(({ what }) => what)).toEqual(over);
  });

  it.each([
    { maxMapCount: 1224, openFiles: 1836, over: [] },
    { maxMapCount: 1223, openFiles: 611, over: ['memory maps of a broker', 'files open on a broker'] },
  ])('holds maps against $maxMapCount and files against $openFiles', ({ over, ...limits }) => {
    expect(overLimits(plan(limits)).map(({ what }) => what)).toEqual(over);
  });

  it('adds what the fullest broker holds already', () => {
    const present = [1, 2].map(node => ({
      node,
      replicas: 10,
      bytes: node * 1e9,
      everywhereBytes: 0,
      segments: node * 10,
      diskBytes: 1e12,
      freeBytes: 5e11,
    }));
    expect(plan({ present })).toMatchObject({ brokerBytes: 609_800_000_000, segmentsPerBroker: 632 });
    expect(planStorage({ ...question, present })).toMatchObject({
      brokerBytes: 2e9,
      segmentsPerBroker: 20,
      steps: expect.any(Array),
    });
  });

  it('warns of replicas that take long to make anew', () => {
    expect(plan().notes.join()).toContain('A replica of 101 GB');
    expect(plan({}, { partitions: 24 }).notes.join()).not.toContain('A replica of');
  });
});

const question: StorageQuestion = {
  kept: undefined,
  compacted: false,
  brokers: 2,
  present: [],
  diskBytes: undefined,
  fillShare: 0.8,
  maxMapCount: 65_530,
  openFiles: 100_000,
  topicsNotDescribed: 0,
  topic: undefined,
  how: { rate: '', settings: '' },
};

describe('what brokers hold', () => {
  const replica = (topic: string, partition: number, sizeBytes: number) => ({
    topic,
    partition,
    sizeBytes,
    offsetLag: 0,
    isFuture: false,
  });
  const dirs: LogDir[] = [
    { node: 2, path: '/b', totalBytes: -1, usableBytes: -1, replicas: [replica('a', 0, 5)] },
    {
      node: 1,
      path: '/a',
      totalBytes: 100,
      usableBytes: 60,
      replicas: [replica('a', 0, 2 ** 30 + 1), replica('b', 0, 0)],
    },
    { node: 1, path: '/c', totalBytes: 100, usableBytes: 70, replicas: [replica('b', 1, 7)] },
  ];

  it('is told by node, over all directories, without the topic that is planned', () => {
    expect(loadsOf(dirs, undefined, new Map())).toEqual([
      {
        node: 1,
        replicas: 3,
        bytes: 2 ** 30 + 8,
        everywhereBytes: 2 ** 30 + 1,
        segments: 4,
        diskBytes: 200,
        freeBytes: 130,
      },
      { node: 2, replicas: 1, bytes: 5, everywhereBytes: 5, segments: 1, diskBytes: undefined, freeBytes: undefined },
    ]);
    expect(loadsOf(dirs, 'a', new Map()).map(({ replicas, bytes }) => [replicas, bytes])).toEqual([
      [2, 7],
      [0, 0],
    ]);
  });

  const segments = (sizeBytes: number, rolling: Rolling) =>
    loadsOf(
      [{ node: 1, path: '/a', totalBytes: 1, usableBytes: 1, replicas: [replica('a', 0, sizeBytes)] }],
      undefined,
      new Map([['a', rolling]]),
    )[0]?.segments;

  it('rolls as each topic says: by size, or by time within its retention', () => {
    const daily = { segmentBytes: 1_048_576, segmentMs: 24 * HOUR, retentionMs: 168 * HOUR };
    expect(segments(50 * 1_048_576 + 1, daily)).toBe(51);
    expect(segments(100, daily)).toBe(8);
    expect(segments(0, daily)).toBe(1);
    expect(segments(100, { ...daily, segmentMs: 168 * HOUR })).toBe(1);
    expect(segments(100, { ...daily, retentionMs: undefined })).toBe(1);
  });
});
