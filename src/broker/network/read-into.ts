/**
 * Where received bytes go. Node reads the sockets of a server into fresh memory, 64 KiB at a time: that costs several times as
 * much as the receiving itself, most of it in the garbage collector. Sockets of clients can be given memory to read into
 * (`onread` of net.connect); a server's get it by moving the connection's handle into such a socket. The handle is not
 * part of Node's documented interface: where it is not as expected, data events do the same, slower.
 */
import { Socket } from 'node:net';

/**
 * The socket to go on with, for a connection accepted with `pauseOnConnect`. Each read lands at the start of `region`, which
 * all connections can share: `receive` takes the bytes, or copies them, before it returns.
 */
export function readInto(region: Buffer, accepted: Socket, receive: (bytes: Buffer) => void): Socket {
  const handle = handleOf(accepted);
  if (handle === undefined) {
    return accepted.on('data', bytes => receive(bytes as Buffer)).resume();
  }
  const onread = {
    buffer: region,
    callback: (bytes: number) => {
      receive(region.subarray(0, bytes));
      return true;
    },
  };
  detach(accepted);
  const socket = new Socket({ handle, onread, readable: true, writable: true } as object);
  // The server counts the connections it accepted, and closes when they have.
  socket.once('close', () => accepted.destroy());
  return socket;
}

/** Of TLS the plain text comes out of the handle of another class, which cannot be moved. */
function handleOf(socket: Socket): object | undefined {
  if ('encrypted' in socket) return undefined;
  const { _handle: handle } = socket as unknown as { _handle?: object | null };
  return typeof (handle as { useUserBuffer?: unknown } | null)?.useUserBuffer === 'function' ? handle! : undefined;
}

function detach(socket: Socket): void {
  (socket as unknown as { _handle: null })._handle = null;
}
