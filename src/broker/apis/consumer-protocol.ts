import type { Broker } from '../broker.ts';
import { listOf } from '../config/value.ts';

/** Whether groups of the consumer protocol (KIP-848) are coordinated: group.version, group.coordinator.rebalance.protocols. */
export const consumerProtocolIsOn = ({ features, settings }: Broker): boolean =>
  features.levelOf('group.version') >= 1 &&
  listOf(settings.text('group.coordinator.rebalance.protocols')!).some(name => name.toLowerCase() === 'consumer');
