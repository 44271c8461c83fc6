import { lesson } from '../lesson.ts';

export const uncleanElection = lesson({
  id: 'S12',
  name: 'unclean-election',
  title: 'All replicas in sync are gone: wait, or lose',
  words: ['unclean.leader.election.enable', 'empty isr', 'elr', 'availability'],
  places: ['S0:L212', 'S2:Q39'],
  document:
    'When the leader crashes and nobody is in sync, unclean.leader.election decides: a stale replica takes over and records are lost, or everybody waits for the old leader.',
  today: [
    'False by default since 0.11. Under KRaft it is a setting of the topic or of the cluster and takes effect at once; a single partition can be forced by an unclean election.',
    'Eligible leader replicas make the choice rarer: a replica that left the ISR while it was below min.insync.replicas has all that was acknowledged.',
  ],
  drawing: `
  ISR {}   ELR {2}        ► 2 leads, nothing lost            (4.1)
  ISR {}   ELR {}  false  ► offline until the last leader is back
  ISR {}   ELR {}  true   ► 3 leads from offset 6: 7..14 are gone for ever`,
  claims: [5, 6],
  see: [
    {
      run: 'mq topic create seen-s12 --config unclean.leader.election.enable=true',
      shows: 'a topic that would rather lose records than wait',
      expect: 'seen-s12',
    },
    {
      run: 'mq doctor --only B10 --topic seen-s12 --fail-on critical',
      shows: 'the doctor says what that means',
      expect: 'B10',
    },
  ],
  advice:
    'Leave it false. When a partition is offline for good, look at what would be lost, then elect for that partition only.',
  rules: ['B01', 'B10', 'B12'],
  sources: ['Kafka upgrade notes 0.11.0.0', 'KIP-966', 'KIP-460'],
});
