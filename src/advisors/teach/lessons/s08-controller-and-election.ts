import { lesson } from '../lesson.ts';

export const controllerAndElection = lesson({
  id: 'S08',
  name: 'controller-and-election',
  title: 'Controller, liveness, and who becomes leader',
  words: ['election', 'leader', 'controller', 'quorum', 'kraft', 'zookeeper', 'preferred', 'controlled shutdown'],
  places: ['S0:L172', 'S2:Q39'],
  document:
    'The controller notices dead brokers and elects leaders: the first live replica, in the order of assignment, that is in sync. It does so when a leader dies, after a reassignment, for the preferred leader, and before a broker that shuts down in order goes away.',
  today: [
    'The controllers are a Raft quorum of three or five. A broker is alive as long as its heartbeats reach the active one (broker.session.timeout.ms, 9 s). All metadata is a log; brokers follow it.',
    "The order of election is the document's. When nobody in sync is left, eligible leader replicas come first (4.1), and only then what unclean.leader.election.enable allows.",
  ],
  drawing: `
  AR [3, 1, 2]   ISR {1, 2}   broker 3 is down
       │  │
       │  └─► first in AR order that lives and is in ISR: 1 is leader
       └────► preferred leader: gets it back when it is in sync again`,
  claims: [3, 5, 6, 7, 38],
  see: [
    {
      run: 'mq cluster describe',
      shows: 'the controller, the features, the leaders of each broker',
      expect: 'controller',
    },
    { run: 'mq cluster describe -o json', shows: 'the same for programs', expect: 'controllerId' },
  ],
  advice:
    'Shut brokers down in order, keep preferred leaders balanced, run three controllers on machines of their own.',
  rules: ['B01', 'B25', 'B34', 'B35', 'B36', 'B37'],
  sources: ['KIP-500', 'KIP-631', 'KIP-966', 'Kafka: PartitionChangeBuilder'],
});
