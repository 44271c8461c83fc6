/** Connections that come faster than they may; a socket is as much of one as is looked at. */
import { EventEmitter } from 'node:events';
import type { Socket } from 'node:net';
import { describe, expect, it } from 'vitest';
import { Acceptor } from '../../../src/broker/network/acceptor.ts';
import { FakeClock } from '../../support/fake-clock.ts';

class FakeSocket extends EventEmitter {
  destroyed = false;
  readonly remoteAddress = '127.0.0.1';
  destroy(): void {
    this.destroyed = true;
  }
}

function acceptorWith(...waits: number[]) {
  const clock = new FakeClock();
  const admitted: Socket[] = [];
  const said: string[] = [];
  const acceptor = new Acceptor({
    clock,
    waitMs: () => waits.shift() ?? 0,
    admit: socket => admitted.push(socket),
    log: line => said.push(line),
  });
  const connect = () => {
    const socket = new FakeSocket() as FakeSocket & Socket;
    acceptor.accept(socket);
    return socket;
  };
  return { clock, acceptor, admitted, said, connect };
}

describe('the acceptor', () => {
  it('lets in at once what may come in', () => {
    const { admitted, connect } = acceptorWith();
    const sockets = [connect(), connect()];
    expect(admitted).toEqual(sockets);
  });

  it('lets nobody overtake who has to wait', async () => {
    const { clock, admitted, connect } = acceptorWith(0, 100, 0, 50);
    const [first, second, third, fourth] = [connect(), connect(), connect(), connect()];
    expect(admitted).toEqual([first]);
    await clock.advance(99);
    expect(admitted).toEqual([first]);
    await clock.advance(1);
    expect(admitted).toEqual([first, second, third]);
    await clock.advance(50);
    expect(admitted).toEqual([first, second, third, fourth]);
  });

  it('passes over who gave up waiting', async () => {
    const { clock, admitted, connect } = acceptorWith(100, 0);
    const [gone, next] = [connect(), connect()];
    gone.emit('error', new Error('ECONNRESET'));
    gone.destroy();
    await clock.advance(100);
    expect(admitted).toEqual([next]);
  });

  it('lets a thousand wait and closes who comes then', () => {
    const { said, connect } = acceptorWith(100);
    const sockets = Array.from({ length: 1_001 }, connect);
    expect(sockets.filter(({ destroyed }) => destroyed)).toEqual([sockets.at(-1)]);
    expect(said).toEqual(['refused a connection of 127.0.0.1: 1000 wait to be let in']);
  });

  it('closes who waits when it is closed', async () => {
    const { clock, acceptor, admitted, connect } = acceptorWith(100);
    const waiting = connect();
    acceptor.close();
    expect(waiting.destroyed).toBe(true);
    await clock.advance(1000);
    expect(admitted).toEqual([]);
  });
});
