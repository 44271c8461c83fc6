/** Bootstrap lists: `host:port`, comma separated, IPv6 in brackets. */
import { KafkaError } from './error.ts';

export interface Address {
  readonly host: string;
  readonly port: number;
}

const DEFAULT_PORT = 9092;

/** Reads one list or several; a missing port is 9092, listener prefixes such as `PLAINTEXT://` are taken off. */
export function parseBootstrap(bootstrap: string | readonly string[]): Address[] {
  const parts = [bootstrap]
    .flat()
    .flatMap(list => list.split(','))
    .map(part => part.trim())
    .filter(part => part !== '');
  if (parts.length === 0) throw unusable('', 'the list of bootstrap servers is empty');
  return parts.map(parseAddress);
}

function parseAddress(text: string): Address {
  const address = text.replace(/^[A-Za-z0-9_]+:\/\//, '');
  const match = /^(?:\[([^\]]+)\]|([^:[\]]+))(?::(\d+))?$/.exec(address);
  const host = match?.[1] ?? match?.[2];
  if (match === null || host === undefined) throw unusable(text, `'${text}' is no host:port`);
  const port = match[3] === undefined ? DEFAULT_PORT : Number(match[3]);
  if (port < 1 || port > 65535) throw unusable(text, `'${text}' has no port between 1 and 65535`);
  return { host, port };
}

export const showAddress = ({ host, port }: Address): string =>
  host.includes(':') ? `[${host}]:${port}` : `${host}:${port}`;

const unusable = (broker: string, message: string) =>
  new KafkaError('CONNECT', message, { broker, advice: 'write for example localhost:9092,localhost:9093' });
