/** Keys of quotas (Kafka: QuotaConfig.java). */
import { harmless, int, key } from './declare.ts';

const one = { min: 1 };
const notYet = harmless('quotas are not enforced');

export const quotaKeys = [
  key('quota.window.num', int(11, one), 'Samples by which the rate of a client is measured.', notYet),
  key('quota.window.size.seconds', int(1, one), 'The time that a sample spans.', notYet),
  key('controller.quota.window.num', int(11, one), 'Samples of changes of topics.', notYet),
  key('controller.quota.window.size.seconds', int(1, one), 'The time that a sample spans.', notYet),
] as const;
