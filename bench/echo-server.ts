/** A program that sends back what it gets, as simply as Node can: `node bench/echo-server.ts` prints its address. */
import { type AddressInfo, createServer } from 'node:net';

const server = createServer({ noDelay: true }, socket => socket.on('data', bytes => socket.write(bytes)));
server.listen(0, '127.0.0.1', () => {
  const { address, port } = server.address() as AddressInfo;
  process.stdout.write(`${address}:${port}\n`);
});
