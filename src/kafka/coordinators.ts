/** Which broker coordinates a group or a transactional id; asked once, forgotten when it moves. */
import { findCoordinator } from '../protocol/apis/10-find-coordinator.ts';
import type { Connection } from './connection.ts';
import { refuse } from './error.ts';

export type CoordinatorKind = 'group' | 'transaction';

const kindNumber = { group: 0, transaction: 1 } as const;

export class Coordinators {
  private readonly known = new Map<string, Promise<number>>();

  /** The node id of the coordinator; `connection` to any broker is used to ask. */
  node(kind: CoordinatorKind, key: string, ask: () => Promise<number>): Promise<number> {
    const id = `${kind} ${key}`;
    let node = this.known.get(id);
    if (node === undefined) {
      node = ask();
      this.known.set(id, node);
      node.catch(() => this.known.delete(id));
    }
    return node;
  }

  forget(kind: CoordinatorKind, key: string): void {
    this.known.delete(`${kind} ${key}`);
  }
}

/** Asks one broker. Throws retriable errors while the coordinator is being elected or created. */
export async function askCoordinator(
  connection: Connection,
  kind: CoordinatorKind,
  key: string,
  request: { timeoutMs: number; signal?: AbortSignal | undefined },
): Promise<number> {
  const response = await connection.request(
    findCoordinator,
    version =>
      version >= 4
        ? { keyType: kindNumber[kind], coordinatorKeys: [key] }
        : { key, ...(version >= 1 ? { keyType: kindNumber[kind] } : {}) },
    request,
  );
  const found = response.coordinators[0] ?? response;
  const group = kind === 'group' ? 'group' : 'transactional id';
  refuse(
    found.errorCode,
    `Finding the coordinator of ${group} ${key}`,
    { broker: connection.peer },
    found.errorMessage,
  );
  return found.nodeId;
}
