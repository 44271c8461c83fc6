/** Claims about consumers, groups and offsets. */
import type { Claim } from './claim.ts';

export const consumerClaims: readonly Claim[] = [
  {
    id: 15,
    places: ['S0:L433', 'S0:L465', 'S0:L545', 'S0:L589'],
    claim: 'Automatic commits lose records that were fetched and not yet processed.',
    today:
      'In a plain poll loop they do not: poll() commits what the poll before returned, and that has been processed by then. They lose records when processing is handed to other threads or when errors are swallowed.',
    matters: 'Turning it off does not make a careless consumer safe; processing before committing does.',
    source: 'Kafka: KafkaConsumer, "Automatic Offset Committing"',
  },
  {
    id: 16,
    places: ['S0:L465'],
    claim: 'The session time-out is 30 seconds (0.10.x).',
    today:
      '45 seconds for the Java client. Groups of the new protocol take it from the broker: group.consumer.session.timeout.ms.',
    since: '10 s from 0.10.1, 45 s from 3.0',
    matters: 'A dead consumer keeps its partitions for that long.',
    source: 'KIP-735, KIP-848',
  },
  {
    id: 17,
    places: ['S0:L465', 'S2:Q38'],
    claim: 'Slow processing runs into the session time-out and causes a rebalance.',
    today:
      'With the Java client heartbeats have a thread of their own; what slow processing exceeds is max.poll.interval.ms, 5 minutes, as the second document says. With kafkajs the first document is right: no heartbeat is sent while a handler runs.',
    since: '0.10.1',
    matters: 'The right remedy depends on the client.',
    source: 'KIP-62; kafkajs#447',
  },
  {
    id: 23,
    places: ['S0:L290'],
    claim: 'There are two assignors, Range (the default) and RoundRobin.',
    today:
      'The default is Range followed by CooperativeSticky, so that a group can move over in two rolling restarts. Groups of the new protocol are assigned by the broker: uniform, the default, or range.',
    since: '2.4 and 3.0; 4.0 for the new protocol',
    matters: 'partition.assignment.strategy with group.protocol=consumer is refused.',
    source: 'KIP-429, KIP-726, KIP-848',
  },
  {
    id: 24,
    places: ['S0:L312'],
    claim: 'A rebalance stops every consumer of the group until all have agreed.',
    today:
      'With cooperative assignors only the partitions that move stop; under the new protocol nobody waits for anybody.',
    since: '2.4, and 4.0 for the new protocol',
    matters: 'A group on Range pays the whole price at each deployment.',
    source: 'KIP-429, KIP-848',
  },
  {
    id: 25,
    places: ['S0:L218', 'S0:L420'],
    claim: 'More consumers than partitions are useless.',
    today:
      'In a consumer group, yes. Share groups hand out single records, so that more members than partitions work, and give up order for it.',
    since: '4.2 (production), 4.0 and 4.1 as previews',
    matters: 'For slow, independent tasks a share group can replace a wide topic.',
    source: 'KIP-932',
  },
  {
    id: 37,
    places: ['S2:Q37'],
    claim: 'A group can consume only one topic, and a consumer only one partition.',
    today:
      'A group may subscribe to any number of topics, or to a pattern; a consumer is given any number of partitions.',
    matters: 'Nobody needs a group per topic.',
    source: 'Kafka: KafkaConsumer.subscribe',
  },
  {
    id: 43,
    places: ['S0:L166'],
    claim: 'Committed offsets live in the internal topic __consumer_offsets.',
    today:
      'Right. What it does not say: they are dropped when a group has been empty for offsets.retention.minutes, 7 days.',
    since: '2.0 (1 day before)',
    matters:
      'A consumer that was off over the holidays starts at auto.offset.reset, that is at the end by default: it has skipped everything.',
    source: 'KIP-186, KIP-211',
  },
];
