/** What storage is held against: disks, memory maps, open files. Pure. */

import { bytes, figure } from '../figure.ts';
import { atMost, type Limit } from '../plan.ts';
import { DEFAULT_MAP_COUNT } from '../segments.ts';
import type { Found, StorageQuestion } from './kept.ts';

const HARDWARE = 'Kafka documentation, "Hardware and OS"';

export function storageLimits(
  { diskBytes, fillShare, maxMapCount, openFiles }: StorageQuestion,
  { bytes: held, handles, maps }: Found,
): Limit[] {
  return [
    ...(diskBytes === undefined
      ? []
      : [
          atMost({
            what: 'disk of the fullest broker',
            value: held,
            limit: diskBytes * fillShare,
            unit: 'bytes',
            source: `${figure(fillShare, 'share')} of ${bytes(diskBytes)}`,
            advice:
              'shorter retention, better compression, larger disks or more brokers; or tiered storage (KIP-405), which keeps only local.retention.ms here',
          }),
        ]),
    atMost({
      what: 'memory maps of a broker',
      value: maps,
      limit: maxMapCount,
      unit: 'count',
      source: `vm.max_map_count, ${DEFAULT_MAP_COUNT.toLocaleString('en-US')} on a stock Linux; ${HARDWARE}`,
      advice: `beyond it a broker dies with "Map failed": sysctl -w vm.max_map_count=${maps === null ? 262_144 : roomy(maps)}, or a larger segment.bytes`,
    }),
    atMost({
      what: 'files open on a broker',
      value: handles,
      limit: openFiles,
      unit: 'count',
      source: `${HARDWARE}: at least 100,000 to start with, connections on top`,
      advice: `beyond it a broker can take no connection and roll no segment: LimitNOFILE=${handles === null ? 1_000_000 : roomy(handles)}`,
    }),
  ];
}

/** The next power of two that leaves half of it free. */
export const roomy = (value: number): number => 2 ** Math.ceil(Math.log2(Math.max(1, value) * 2));
