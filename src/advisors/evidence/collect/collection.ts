/**
 * One run of collecting: each kind once, however many ask for it, and what could not be had kept for the answer. Nothing that a collector
 * sends changes anything.
 */
import type { CallOptions } from '../../../kafka/cluster.ts';
import { type Cluster, KafkaError } from '../../../kafka/index.ts';
import type { ConnectAddress } from '../../given/connect.ts';
import type { Missing } from '../evidence.ts';
import type { Moment } from '../history.ts';
import type { EvidenceKind, EvidenceKinds } from '../kinds.ts';
import { type Lack, lackOf } from './lack.ts';

/** What the operator asks about; undefined is everything. */
export interface Scope {
  readonly topics?: readonly string[] | undefined;
  readonly groups?: readonly string[] | undefined;
}

/** What the flags of the run bring. */
export interface Given {
  readonly clients?: EvidenceKinds['clients'] | undefined;
  readonly metrics?: EvidenceKinds['metrics'] | undefined;
  readonly host?: EvidenceKinds['host'] | undefined;
  /** Where to ask for connectors. */
  readonly connect?: readonly ConnectAddress[] | undefined;
  /** Of earlier runs, and of this one before now. */
  readonly earlier: readonly Moment[];
}

export interface CollectOptions extends Scope {
  readonly given?: Given | undefined;
  readonly signal?: AbortSignal | undefined;
}

export interface Collector<K extends EvidenceKind> {
  /** The ACL that its requests take: 'DESCRIBE on cluster'. */
  readonly permission: string;
  /** Throws KafkaError or Lacking when there is nothing of it; parts that are missing go to `run.lacks`. */
  collect(run: Collection): Promise<EvidenceKinds[K]>;
}

export type Collectors = { readonly [K in EvidenceKind]: Collector<K> };

/** A kind that cannot be had, for a reason that no broker gave. */
export class Lacking extends Error {
  readonly lack: Lack;

  constructor(lack: Lack) {
    super(lack.reason);
    this.lack = lack;
  }
}

/** By name; everything when nothing is asked for by name. */
export const inScope = (names: readonly string[] | undefined): ((name: string) => boolean) => {
  const asked = names && new Set(names);
  return name => asked === undefined || asked.has(name);
};

/** Requests that every broker answers for itself. */
export const BROKERS_AT_A_TIME = 8;

/** The answer of one of several, or its failure, which is not that of the others. */
export type Alone<T> =
  | { readonly name: string; readonly found: T }
  | { readonly name: string; readonly error: KafkaError };

export async function eachAlone<T>(name: string, ask: () => Promise<T>): Promise<Alone<T>> {
  try {
    return { name, found: await ask() };
  } catch (error) {
    if (error instanceof KafkaError && error.code !== 'ABORTED') return { name, error };
    throw error;
  }
}

/** A few attempts: what is worth waiting a minute for elsewhere is a finding here. */
const ATTEMPTS = 4;
/** Once a broker has not answered in its time, nothing is waited for that long again: kinds build on each other, and it would add up. */
const IMPATIENT = { attempts: 1, timeoutMs: 3_000 };

export class Collection {
  readonly cluster: Cluster;
  readonly startedMs = Date.now();
  readonly given: Given;
  readonly scope: Scope;
  readonly missing: Missing[] = [];
  private readonly wanted: ReadonlySet<EvidenceKind>;
  private readonly collectors: Collectors;
  private readonly signal: AbortSignal | undefined;
  private isHanging = false;
  private readonly begun = new Map<EvidenceKind, Promise<unknown>>();

  constructor(
    cluster: Cluster,
    collectors: Collectors,
    wanted: ReadonlySet<EvidenceKind>,
    { signal, given = { earlier: [] }, ...scope }: CollectOptions,
  ) {
    this.cluster = cluster;
    this.wanted = wanted;
    this.collectors = collectors;
    this.scope = scope;
    this.given = given;
    this.signal = signal;
  }

  /** For calls to the cluster; read it for each. */
  get request(): Pick<CallOptions, 'attempts' | 'timeoutMs' | 'signal'> {
    const { signal } = this;
    return this.isHanging ? { ...IMPATIENT, signal } : { attempts: ATTEMPTS, signal };
  }

  /** The evidence, or undefined when it is missing, which is then noted. */
  async get<K extends EvidenceKind>(kind: K): Promise<EvidenceKinds[K] | undefined> {
    try {
      return await this.need(kind);
    } catch (error) {
      if (error instanceof Lacking) return undefined;
      throw error;
    }
  }

  /** For a part that others can do without: `otherwise` when it is missing, which is noted for this kind too. */
  async partOf<K extends EvidenceKind>(
    whole: EvidenceKind,
    kind: K,
    otherwise: EvidenceKinds[K],
  ): Promise<EvidenceKinds[K]> {
    try {
      return await this.need(kind);
    } catch (error) {
      if (!(error instanceof Lacking)) throw error;
      this.missing.push({ kind: whole, subject: kind, ...error.lack });
      return otherwise;
    }
  }

  /** For a collector that is built on another kind: throws Lacking, with the reason of that kind, when it is missing. */
  need<K extends EvidenceKind>(kind: K): Promise<EvidenceKinds[K]> {
    let evidence = this.begun.get(kind) as Promise<EvidenceKinds[K]> | undefined;
    if (evidence === undefined) {
      evidence = this.begin(kind);
      this.begun.set(kind, evidence);
    }
    return evidence;
  }

  /** Waits for that kind, or for its failure, if this run is about it at all: for readings whose order counts. */
  async before(kind: EvidenceKind): Promise<void> {
    if (this.wanted.has(kind)) await this.get(kind);
  }

  /** Notes parts that could not be had: once for each reason, however many there are. */
  lacks(kind: EvidenceKind, what: string, refused: readonly { readonly name: string; readonly error: KafkaError }[]) {
    const { permission } = this.collectors[kind];
    this.isHanging ||= refused.some(({ error }) => error.code === 'TIMEOUT');
    for (const alike of Map.groupBy(refused, ({ error }) => error.code).values()) {
      const names = [...new Set(alike.map(({ name }) => name))];
      const { reason, needs } = lackOf(alike[0]!.error, permission);
      const plural = names.length > 1 && !what.endsWith(' of') ? 's' : '';
      const subject = `${what}${plural} ${listed(names)}`;
      this.missing.push({
        kind,
        subject,
        reason,
        needs: needs === permission ? `${permission} ${listed(names)}` : needs,
      });
    }
  }

  /** Those that were answered; the others are noted, or are what the whole kind fails by when nobody answered. */
  survivors<T>(kind: EvidenceKind, what: string, answers: readonly Alone<T>[]): { name: string; found: T }[] {
    const refused = answers.flatMap(answer => ('error' in answer ? [answer] : []));
    if (refused.length === answers.length && refused[0]) throw refused[0].error;
    this.lacks(kind, what, refused);
    return answers.flatMap(answer => ('error' in answer ? [] : [answer]));
  }

  private async begin<K extends EvidenceKind>(kind: K): Promise<EvidenceKinds[K]> {
    const { permission, collect } = this.collectors[kind];
    try {
      return await (collect as Collector<K>['collect'])(this);
    } catch (error) {
      if (error instanceof KafkaError && error.code === 'ABORTED') throw error;
      this.isHanging ||= error instanceof KafkaError && error.code === 'TIMEOUT';
      const lack =
        error instanceof Lacking ? error.lack : error instanceof KafkaError && lackOf(error, ofAll(permission));
      if (!lack) throw error;
      this.missing.push({ kind, ...lack });
      throw new Lacking(lack);
    }
  }
}

const ofAll = (permission: string) => (permission.endsWith(' cluster') ? permission : `${permission} *`);

const MOST_NAMED = 5;

const listed = (names: readonly string[]): string =>
  names.length <= MOST_NAMED
    ? names.join(', ')
    : `${names.slice(0, MOST_NAMED).join(', ')} and ${names.length - MOST_NAMED} more`;
