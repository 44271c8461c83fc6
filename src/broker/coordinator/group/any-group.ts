/** A group of either kind. */
import type { ConsumerGroup } from './consumer/consumer-group.ts';
import type { ClassicGroup } from './group.ts';

export type Group = ClassicGroup | ConsumerGroup;
