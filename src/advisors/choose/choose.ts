/** Which messaging system, by a few answers: a ranked list with what speaks for and against each. Pure, and honest about when it is not Kafka. */
import { type Criterion, type Points, type System, systemNames, systems } from './criterion.ts';
import { documentTable, type Entry } from './document-table.ts';
import { guarantees } from './guarantees.ts';
import { reading } from './reading.ts';
import { running } from './running.ts';

export const criteria: readonly Criterion[] = [...reading, ...guarantees, ...running];

/** By criterion; what does not matter is left out. */
export type Needs = Readonly<Record<string, string>>;

export interface Ranked {
  readonly system: System;
  readonly name: string;
  /** Of those that are ruled out: what the rest came to. */
  readonly points: number;
  readonly isRuledOut: boolean;
  readonly for: readonly string[];
  readonly against: readonly string[];
}

export interface Choice {
  readonly needs: Needs;
  readonly answer: string;
  readonly ranking: readonly Ranked[];
  /** What the document says of each, and what is dated in it. */
  readonly document: readonly Entry[];
  readonly next: readonly string[];
}

/** Throws RangeError for a criterion or an answer that there is not. */
export function choose(needs: Needs): Choice {
  const chosen = Object.entries(needs).map(([id, value]) => {
    const answer = criteria.find(criterion => criterion.id === id)?.answers.find(each => each.value === value);
    if (answer === undefined) throw new RangeError(`there is no answer ${value} to ${id}`);
    return answer;
  });
  const ranking = systems.map(system =>
    rankedBy(
      system,
      chosen.flatMap(({ says }) => (says[system] ? [says[system]] : [])),
    ),
  );
  ranking.sort((a, b) => Number(a.isRuledOut) - Number(b.isRuledOut) || b.points - a.points);
  return { needs, answer: answerOf(ranking), ranking, document: documentTable, next: nextOf(ranking) };
}

function rankedBy(system: System, said: readonly (readonly [Points, string])[]): Ranked {
  const worth = ([points]: readonly [Points, string]) => (points === 'no' ? 0 : points);
  const byWeight = [...said].sort((a, b) => Math.abs(worth(b)) - Math.abs(worth(a)));
  const ruledOut = said.filter(([points]) => points === 'no');
  return {
    system,
    name: systemNames[system],
    points: said.reduce((sum, each) => sum + worth(each), 0),
    isRuledOut: ruledOut.length > 0,
    for: byWeight.filter(each => worth(each) > 0).map(([, reason]) => reason),
    against: [...ruledOut, ...byWeight.filter(each => worth(each) < 0)].map(([, reason]) => reason),
  };
}

function answerOf(ranking: readonly Ranked[]): string {
  const [first, ...others] = ranking.filter(({ isRuledOut }) => !isRuledOut);
  if (first === undefined) return 'None of them does all of this: two systems, or one need less';
  const level = others.filter(({ points }) => points === first.points).map(({ name }) => name);
  const best = level.length > 0 ? `${[first.name, ...level].join(' or ')}, level` : first.name;
  if (first.points <= 0) return `${best}, for want of a better one: nothing here is made for it`;
  const kafka = ranking.find(({ system }) => system === 'kafka')!;
  if (first.system === 'kafka' || level.includes(kafka.name)) return best;
  const why = kafka.against[0] === undefined ? `${first.points - kafka.points} points behind` : kafka.against[0];
  return `${best}; not Kafka: ${why}`;
}

function nextOf([first]: readonly Ranked[]): string[] {
  return first?.system === 'kafka' && !first.isRuledOut
    ? [
        'mq broker dev to try it on this machine',
        'mq plan partitions --target RATE',
        'mq plan durability --replication-factor 3 --min-isr 2',
      ]
    : ['measure with your own messages before you decide: points weigh needs, not systems'];
}
