/** Opens TCP and TLS sockets that read into a FrameReceiver. */
import { isIP, connect as netConnect, type Socket, type TcpNetConnectOpts } from 'node:net';
import type { ConnectionOptions } from 'node:tls';
import { type Address, showAddress } from './address.ts';
import { type ConnectFailure, connectFailure } from './connect-failure.ts';
import { aborted, KafkaError } from './error.ts';
import type { FrameReceiver } from './receiver.ts';

export type TlsOptions = ConnectionOptions | true;

/** After this long without traffic the system asks whether the other end is still there. */
const KEEP_ALIVE_MS = 60_000;

/**
 * A connected socket (for TLS: verified). Rejects with CONNECT after `timeoutMs`, with ABORTED by the signal.
 * Nothing may be written before `receiver.onFrame` is set.
 */
export async function openSocket(
  address: Address,
  receiver: FrameReceiver,
  options: { timeoutMs: number; tls?: TlsOptions | undefined; signal?: AbortSignal | undefined },
): Promise<Socket> {
  const { timeoutMs, tls, signal } = options;
  if (signal?.aborted) throw aborted(signal, `Connecting to ${showAddress(address)}`);
  const tcp: TcpNetConnectOpts = {
    ...address,
    // Node gives the first address of a host 250 ms before it tries the next, too little for a far cluster.
    autoSelectFamilyAttemptTimeout: Math.max(250, Math.floor(timeoutMs / 4)),
    // One region per read instead of a fresh 64 KiB buffer: half the cost of receiving.
    onread: {
      buffer: () => receiver.region(),
      callback: bytes => {
        try {
          receiver.received(bytes);
        } catch (error) {
          socket.destroy(error as Error);
        }
        return true;
      },
    },
  };
  const socket = tls === undefined ? netConnect(tcp) : (await import('node:tls')).connect(tlsOptions(tcp, tls));
  await opened(socket, tls === undefined ? 'connect' : 'secureConnect', address, timeoutMs, signal);
  return socket.setNoDelay(true).setKeepAlive(true, KEEP_ALIVE_MS);
}

function tlsOptions(tcp: TcpNetConnectOpts, tls: TlsOptions): ConnectionOptions {
  const given = tls === true ? {} : tls;
  // Server names are for names: SNI does not allow addresses (RFC 6066).
  const servername = isIP(tcp.host ?? '') === 0 ? { servername: tcp.host } : {};
  return { ...servername, ...given, ...tcp } as ConnectionOptions;
}

function opened(
  socket: Socket,
  event: 'connect' | 'secureConnect',
  address: Address,
  timeoutMs: number,
  signal: AbortSignal | undefined,
): Promise<void> {
  const where = showAddress(address);
  return new Promise((resolve, reject) => {
    const done = (error?: KafkaError) => {
      clearTimeout(timer);
      signal?.removeEventListener('abort', onAbort);
      socket.off(event, onOpen).off('error', onError).off('close', onClose);
      if (error === undefined) return resolve();
      socket.on('error', () => {}).destroy();
      reject(error);
    };
    const fail = ({ reason, advice }: ConnectFailure, cause?: Error) =>
      done(new KafkaError('CONNECT', `${where}: ${reason}`, { retriable: true, broker: where, advice, cause }));
    const onOpen = () => done();
    const onError = (error: Error) => fail(connectFailure(error, event === 'secureConnect'), error);
    const onClose = () => fail({ reason: 'the connection was closed' });
    const onAbort = () => done(aborted(signal, `Connecting to ${where}`));
    const timer = setTimeout(() => fail({ reason: `no connection within ${timeoutMs} ms` }), timeoutMs);
    signal?.addEventListener('abort', onAbort, { once: true });
    socket.once(event, onOpen).once('error', onError).once('close', onClose);
  });
}
