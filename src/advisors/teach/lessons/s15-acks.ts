import { lesson } from '../lesson.ts';

export const acks = lesson({
  id: 'S15',
  name: 'acks',
  title: 'acks, min.insync.replicas, and the ways to lose a record',
  words: ['acks=all', 'acks=1', 'acks=0', 'min.insync.replicas', 'durability', 'loss'],
  places: ['S0:L234', 'S0:L433', 'S0:L545', 'S2:Q31'],
  document:
    'acks=0 loses on any trouble, acks=1 loses when the leader dies before followers have copied, acks=-1 is the strongest, unless min.insync.replicas is 1. Logs may use 0 or 1, a messaging system must use -1.',
  today: [
    'acks=all waits for every replica in sync at that moment. min.insync.replicas is checked before and after the append: fewer in sync, and the producer gets NOT_ENOUGH_REPLICAS. A floor above the number of replicas counts as that number.',
    'Three replicas with a floor of 2 survive the loss of any one broker without losing an acknowledged record and without stopping. acks=all has been the default since 3.0, so the log case has to be chosen.',
  ],
  drawing: `
  3 replicas   network fails  leader lost    leader and one more lost
  acks=0       lost           may be lost    may be lost
  acks=1       sent again     may be lost    may be lost
  all, min 1   sent again     kept if ISR>1  kept if ISR=3
  all, min 2   sent again     kept           kept if ISR=3`,
  claims: [14, 41],
  see: [
    {
      run: 'mq topic create seen-s15 --config min.insync.replicas=2',
      shows: 'a floor of two; one broker has one replica, and Kafka lowers the floor to that',
      expect: 'seen-s15',
    },
    {
      run: 'echo acknowledged | mq produce seen-s15',
      shows: 'acknowledged by all in sync, that is by one',
      expect: '',
    },
    {
      run: 'mq topic describe seen-s15',
      shows: 'replicas, those in sync, and the setting',
      expect: 'min.insync.replicas',
    },
  ],
  advice:
    'Replication factor 3, min.insync.replicas 2, acks=all, idempotence on. mq plan durability shows what each choice survives.',
  rules: ['P01', 'P02', 'B05', 'B07', 'B08', 'B09'],
  sources: ['Kafka documentation, Design: Availability and Durability Guarantees', 'KIP-679'],
});
