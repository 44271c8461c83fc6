import { lesson } from '../lesson.ts';

export const rebalance = lesson({
  id: 'S19',
  name: 'rebalance',
  title: 'What triggers a rebalance, and which time-out does',
  words: ['session.timeout.ms', 'max.poll.interval.ms', 'heartbeat', 'static membership', 'group.instance.id'],
  places: ['S0:L312', 'S0:L465', 'S2:Q38'],
  document:
    'A member comes or goes, partitions are added, a subscription changes. Slow processing makes a member go, by its session or by the five minutes between polls.',
  today: [
    'Three clocks: heartbeats (session.timeout.ms, 45 s) find dead processes, max.poll.interval.ms (5 min) finds stuck ones, and request time-outs find dead networks. Only the second has to do with slow processing, except with kafkajs, which sends no heartbeat while a handler runs.',
    'A static member (group.instance.id) may restart within its session without a rebalance. Cooperative assignors and the new protocol let everything that does not move go on.',
  ],
  drawing: `
  eager        ████ stop all ░░░░ join ░░ sync ░░ ████
  cooperative  ██████ only what moves stops ███████████
  KIP-848      ███ each member by itself, at heartbeats ██`,
  claims: [16, 17, 24],
  see: [
    { run: 'mq topic create seen-s19 --partitions 2', shows: 'two partitions', expect: 'seen-s19' },
    { run: 'seq 1 4 | mq produce seen-s19', shows: 'four records', expect: '' },
    {
      run: 'mq consume seen-s19 --group seen-s19-a --commit --exit',
      shows: 'a member joins, reads and leaves: two rebalances',
      expect: '4',
    },
    { run: 'mq group list', shows: 'the group is Empty again', expect: 'seen-s19-a' },
  ],
  advice:
    'Make batches fit into max.poll.interval.ms (mq plan consumers), give members static ids for deployments, move to cooperative or to group.protocol=consumer.',
  rules: ['G09', 'G13', 'C02', 'C03', 'C04', 'C05'],
  sources: ['KIP-62', 'KIP-345', 'KIP-429', 'KIP-735', 'KIP-848'],
});
