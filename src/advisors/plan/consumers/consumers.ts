/**
 * How many members a group needs, and how each of them fetches and polls: enough to keep up, enough to work a backlog off in time, never more
 * than partitions, and no poll that takes longer than the group waits for it. Pure: rates are in records a second.
 */

import { count, counted, time } from '../figure.ts';
import { atMost, type Claim, type Given, type Limit, type Plan, requirePositive, type Step } from '../plan.ts';
import type { ConsumersQuestion } from './question.ts';
import { fetchAndPoll } from './settings.ts';

export interface ConsumersPlan extends Plan {
  readonly members: number;
  readonly drainMs: number | null;
}

const GROUP_MODEL = 'Kafka documentation, "Consumers": a partition is read by one member of a group at a time';

/** Throws RangeError when a number is not positive. */
export function planConsumers(question: ConsumersQuestion): ConsumersPlan {
  const { arrivalPerSec, memberPerSec, partitions, lagRecords, drainWithinMs } = question;
  const { recordBytes, slowRecordMs, maxPollRecords, maxPollIntervalMs, sessionTimeoutMs, brokers } = question;
  requirePositive({ arrivalPerSec, memberPerSec, partitions, recordBytes, drainWithinMs, slowRecordMs, brokers });
  requirePositive({ maxPollRecords, maxPollIntervalMs, sessionTimeoutMs });
  const keepUp = Math.ceil(arrivalPerSec / memberPerSec);
  const inTime =
    drainWithinMs === undefined || lagRecords === 0
      ? keepUp
      : Math.ceil((arrivalPerSec + (lagRecords / drainWithinMs) * 1000) / memberPerSec);
  const needed = Math.max(keepUp, inTime);
  const members = needed > partitions ? needed : wholeShare(partitions, needed);
  const working = Math.min(members, partitions);
  const drainMs = drainTime(lagRecords, working * memberPerSec - arrivalPerSec);
  const settings = fetchAndPoll(question, working);
  return {
    answer: answerOf(question, needed, members),
    members,
    drainMs,
    given: givenOf(question),
    steps: [...stepsOf(question, { keepUp, inTime, members, working, drainMs }), ...settings.steps],
    limits: [...limitsOf(question, needed), ...settings.limits],
    settings: settings.settings,
    claims: [...claims, ...settings.claims],
    notes: notesOf(question, members),
    next: nextOf(question, needed),
  };
}

function answerOf({ partitions }: ConsumersQuestion, needed: number, members: number): string {
  if (needed > partitions)
    return `${counted(needed, 'member')} are needed, and ${counted(partitions, 'partition')} keep only so many busy`;
  const equal = members === needed ? '' : `; ${members} get equal shares`;
  return `${counted(needed, 'member')} of at most ${partitions}${equal}`;
}

/** The smallest number of members from `needed` on that all get equally many partitions. */
function wholeShare(partitions: number, needed: number): number {
  let members = needed;
  while (partitions % members !== 0) members++;
  return members;
}

/** Null: never, the backlog does not shrink. */
const drainTime = (records: number, surplusPerSec: number): number | null =>
  records === 0 ? 0 : surplusPerSec > 0 ? (records / surplusPerSec) * 1000 : null;

function givenOf(question: ConsumersQuestion): Given[] {
  const { arrivalPerSec, memberPerSec, partitions, members, lagRecords, recordBytes, how } = question;
  return [
    { what: 'arrival', value: arrivalPerSec, unit: 'records/s', how: how.arrival },
    { what: 'one member', value: memberPerSec, unit: 'records/s', how: how.member },
    { what: 'partitions', value: partitions, unit: 'count', how: question.topic ? `of ${question.topic}` : 'given' },
    { what: 'record', value: recordBytes, unit: 'bytes', how: 'in the log, compressed as it is there' },
    { what: 'backlog', value: lagRecords, unit: 'count', how: how.lag },
    ...(members === undefined
      ? []
      : [{ what: 'members now', value: members, unit: 'count', how: 'of the group' } as const]),
  ];
}

function stepsOf(
  question: ConsumersQuestion,
  found: { keepUp: number; inTime: number; members: number; working: number; drainMs: number | null },
): Step[] {
  const { arrivalPerSec, memberPerSec, partitions, lagRecords, drainWithinMs, members: present } = question;
  const source = GROUP_MODEL;
  const steps: Step[] = [
    {
      what: 'members to keep up',
      formula: 'arrival / one member',
      arithmetic: `${count(arrivalPerSec)} / ${count(memberPerSec)}, rounded up`,
      value: found.keepUp,
      unit: 'count',
      source,
    },
  ];
  if (drainWithinMs !== undefined && lagRecords > 0)
    steps.push({
      what: `members to drain in ${time(drainWithinMs)}`,
      formula: '(arrival + backlog / time) / one member',
      arithmetic: `(${count(arrivalPerSec)} + ${count(lagRecords)} / ${count(drainWithinMs / 1000)} s) / ${count(memberPerSec)}, rounded up`,
      value: found.inTime,
      unit: 'count',
      source,
    });
  if (found.members <= partitions)
    steps.push({
      what: 'members, equal shares',
      formula: 'the next divisor of the partitions',
      arithmetic: `${partitions} / ${found.members} = ${counted(partitions / found.members, 'partition')} each`,
      value: found.members,
      unit: 'count',
      source: 'first operations document, line 220: members at most partitions, best a whole multiple',
    });
  if (lagRecords > 0) {
    const drain = (what: string, members: number) => {
      const working = Math.min(members, partitions);
      return {
        what,
        formula: 'backlog / (members × one member − arrival)',
        arithmetic: `${count(lagRecords)} / (${working} × ${count(memberPerSec)} − ${count(arrivalPerSec)})`,
        value: drainTime(lagRecords, working * memberPerSec - arrivalPerSec),
        unit: 'ms' as const,
        source,
      };
    };
    if (present !== undefined && present > 0 && Math.min(present, partitions) !== found.working)
      steps.push(drain(`backlog gone with ${present}`, present));
    steps.push(drain(`backlog gone with ${found.working}`, found.working));
  }
  return steps;
}

/** To a whole multiple of the partitions there are, so that each of them is split alike. */
const migrateTo = ({ topic, group, partitions }: ConsumersQuestion, needed: number): string =>
  `mq plan migrate --topic ${topic ?? 'TOPIC'} --group ${group ?? 'GROUP'} --partitions ${Math.ceil(needed / partitions) * partitions}`;

function limitsOf(question: ConsumersQuestion, needed: number): Limit[] {
  const { partitions } = question;
  return [
    atMost({
      what: 'members needed',
      value: needed,
      limit: partitions,
      unit: 'count',
      source: `${GROUP_MODEL}; share groups (KIP-932, ready for production in 4.2) have no such limit and no order`,
      advice: `more members than partitions idle: make a member faster, or widen the topic with ${migrateTo(question, needed)}`,
    }),
  ];
}

function notesOf({ arrivalPerSec, memberPerSec, partitions, members: present }: ConsumersQuestion, members: number) {
  const notes: string[] = [];
  const share = arrivalPerSec / (Math.min(members, partitions) * memberPerSec);
  if (share > 0.7 && share <= 1)
    notes.push(
      `Keeping up takes ${Math.round(share * 100)} % of what ${counted(Math.min(members, partitions), 'member')} can do: a restart or a peak leaves little to catch up with. mq's own rule of thumb is 70 %.`,
    );
  if (present !== undefined && present > partitions)
    notes.push(`${present - partitions} of the ${present} members now have no partition and idle.`);
  notes.push(
    'Equal shares hold only when partitions carry alike: a hot key keeps one member busy, however many there are (mq plan partitions --topic TOPIC shows the hottest).',
  );
  return notes;
}

function nextOf(question: ConsumersQuestion, needed: number): string[] {
  const { group, members: present, partitions } = question;
  if (needed > partitions) return [migrateTo(question, needed)];
  const more =
    present !== undefined && present < needed
      ? [`Start ${counted(needed - present, 'more member', 'more members')}.`]
      : [];
  return [...more, `mq group describe ${group ?? 'GROUP'}`];
}

const claims: readonly Claim[] = [
  {
    place: 'S0:L422',
    says: 'when consumers are too slow, add partitions and as many consumers, both.',
    today:
      'right, but partitions added to a keyed topic break the order of its keys, and neither helps where the time goes into the work itself.',
    source: 'Kafka documentation, "Basic Kafka operations": adding partitions does not move existing data',
  },
];
