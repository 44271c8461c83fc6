/** What a group coordinator answers, written down so that two of them can be compared. */
import type { Api } from '../../../src/protocol/api.ts';
import { errorOf } from '../../../src/protocol/errors.ts';
import type { Fields, Infer, Input } from '../../../src/protocol/schema.ts';

/** Sends a request under a client id; requests may be under way at the same time. */
export type Ask = <Req extends Fields, Res extends Fields>(
  api: Api<Req, Res>,
  version: number,
  body: Input<Req>,
  clientId: string,
) => Promise<Infer<Res>>;

const MEMBER_ID = /(\w+)-[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}/g;

export class Transcript {
  private readonly entries: { what: string; answer?: unknown }[] = [];
  private readonly names = new Map<string, string>();
  private readonly count = new Map<string, number>();

  /** Notes an answer at the place of its question, for answers to parked requests come in any order. */
  async note<T>(what: string, answer: Promise<T>): Promise<T> {
    const entry: { what: string; answer?: unknown } = { what };
    this.entries.push(entry);
    return (entry.answer = await answer) as T;
  }

  /** Ids are numbered as they appear, members sorted; what differs between any two brokers is left out. */
  get lines(): string[] {
    return this.entries.map(({ what, answer }) => {
      const text = JSON.stringify(this.plain(answer), (key, value) => (key === 'throttleTimeMs' ? undefined : value));
      return `${what}: ${text.replace(MEMBER_ID, (id, prefix: string) => this.nameOf(id, prefix))}`;
    });
  }

  private nameOf(id: string, prefix: string): string {
    let name = this.names.get(id);
    if (name === undefined) {
      const number = (this.count.get(prefix) ?? 0) + 1;
      this.count.set(prefix, number);
      name = `${prefix}#${number}`;
      this.names.set(id, name);
    }
    return name;
  }

  private plain(value: unknown, key = ''): unknown {
    if (Buffer.isBuffer(value))
      return value.toString('latin1').replace(MEMBER_ID, (id, p: string) => this.nameOf(id, p));
    if (Array.isArray(value)) {
      const items = value.map(item => this.plain(item));
      const sorted = key === 'members' || key === 'groups' || key === 'topics';
      return sorted ? items.sort((a, b) => (stable(a) < stable(b) ? -1 : 1)) : items;
    }
    if (typeof value === 'object' && value !== null)
      return Object.fromEntries(Object.entries(value).map(([name, field]) => [name, this.plain(field, name)]));
    return key === 'errorCode' ? errorOf(value as number).name : value;
  }
}

const stable = (value: unknown): string => JSON.stringify(value).replace(MEMBER_ID, '$1');
