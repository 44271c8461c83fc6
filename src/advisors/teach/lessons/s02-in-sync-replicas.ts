import { lesson } from '../lesson.ts';

export const inSyncReplicas = lesson({
  id: 'S02',
  name: 'in-sync-replicas',
  title: 'AR, ISR and OSR: which replicas count',
  words: ['isr', 'ar', 'osr', 'replica.lag.time.max.ms', 'shrink', 'expand'],
  places: ['S0:L104', 'S0:L182'],
  document:
    'All assigned replicas (AR) are either in sync (ISR) or out of sync (OSR). The leader keeps the ISR: whoever lags too long is taken out, whoever has caught up comes back.',
  today: [
    "A follower is in sync as long as it has been at the end of the leader's log within the last replica.lag.time.max.ms, 30 seconds. It is taken out when that has not been so for longer, and let in again when it reaches the high watermark in the leader's epoch.",
    'The leader does not decide alone: it asks the controller (AlterPartition), so that two leaders can never disagree about the ISR.',
  ],
  drawing: `
  AR = {1, 2, 3}   leader 1   ██████████████  LEO 14
  ISR = {1, 2}     follower 2 █████████████   LEO 13   at the end 2 s ago
  OSR = {3}        follower 3 ██████          LEO 6    at the end 31 s ago`,
  claims: [8],
  see: [
    {
      run: 'mq topic create seen-s02 --partitions 2',
      shows: 'the bundled broker is one node: one replica each',
      expect: 'seen-s02',
    },
    { run: 'mq topic describe seen-s02', shows: 'replicas and those in sync, per partition', expect: 'seen-s02' },
  ],
  advice:
    'A partition that is under-replicated for longer than a restart takes is a broker in trouble: look for it, do not raise the limit.',
  rules: ['B02', 'B03', 'B04', 'B17'],
  sources: ['Kafka documentation, Design: Replicated Logs', 'KIP-497'],
});
