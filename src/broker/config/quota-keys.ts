/** Keys of quotas (Kafka: QuotaConfig.java). */
import { int, key } from './declare.ts';

const one = { min: 1 };

export const quotaKeys = [
  key('quota.window.num', int(11, one), 'Samples by which the rate of a client is measured.'),
  key('quota.window.size.seconds', int(1, one), 'The time that a sample spans.'),
  key('controller.quota.window.num', int(11, one), 'Samples of changes of topics.'),
  key('controller.quota.window.size.seconds', int(1, one), 'The time that a sample spans.'),
] as const;
