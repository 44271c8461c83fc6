/** Listeners as they are written in server.properties: NAME://HOST:PORT (Kafka: SocketServerConfigs.listenerListToEndPoints, KafkaConfig). */
import { hostname } from 'node:os';
import { Failure } from '../../lib/failure.ts';

export const securityProtocols = ['PLAINTEXT', 'SSL', 'SASL_PLAINTEXT', 'SASL_SSL'] as const;
export type SecurityProtocol = (typeof securityProtocols)[number];

export interface Endpoint {
  /** In upper case. */
  readonly name: string;
  readonly protocol: SecurityProtocol;
  /** '' for every interface. */
  readonly host: string;
  /** 0 lets the system choose. */
  readonly port: number;
}

/** A listener, and where its clients are told to connect. */
export interface AdvertisedEndpoint extends Endpoint {
  readonly advertised: { readonly host: string; readonly port: number };
}

const ENDPOINT = /^(.*):\/\/\[?([0-9a-zA-Z\-%._:]*)\]?:(-?[0-9]+)$/;

export interface EndpointTexts {
  readonly listeners: string;
  readonly advertised: string | null;
  readonly protocolMap: string;
  /** Names of listeners that this broker does not open. */
  readonly controllers: readonly string[];
}

/** Failure with code USAGE when they cannot be. */
export function endpointsOf({ listeners, advertised, protocolMap, controllers }: EndpointTexts): AdvertisedEndpoint[] {
  const protocols = protocolsOf(protocolMap, controllers);
  const parse = (text: string, key: string) =>
    text
      .split(',')
      .map(each => each.trim())
      .filter(each => each !== '')
      .map(each => parsed(each, key, protocols))
      .filter(({ name }) => !controllers.includes(name));
  const opened = parse(listeners, 'listeners');
  if (opened.length === 0) throw usage('listeners', `${listeners} has no listener for clients`);
  checkDistinct('listeners', opened);
  const told = advertised === null ? [] : parse(advertised, 'advertised.listeners');
  checkDistinct('advertised.listeners', told);
  for (const { name, host } of told) {
    if (!opened.some(each => each.name === name))
      throw usage(
        'advertised.listeners',
        `advertised.listeners listener names must be equal to or a subset of the ones defined in listeners. Found ${name}`,
      );
    if (host === '0.0.0.0')
      throw usage('advertised.listeners', 'advertised.listeners cannot use the nonroutable meta-address 0.0.0.0');
  }
  return opened.map(endpoint => {
    const { host, port } = told.find(({ name }) => name === endpoint.name) ?? endpoint;
    return { ...endpoint, advertised: { host: routable(host), port } };
  });
}

/** Every interface is no address to connect to: this machine's name is. */
export const routable = (host: string): string => (['', '0.0.0.0', '::'].includes(host) ? hostname() : host);

function parsed(text: string, key: string, protocols: ReadonlyMap<string, SecurityProtocol>): Endpoint {
  const [, given, host, port] = ENDPOINT.exec(text) ?? [];
  if (given === undefined || host === undefined || Number(port) < 0 || Number(port) > 65_535)
    throw usage(
      key,
      `Unable to parse ${text} to a broker endpoint`,
      `write for example ${key}=PLAINTEXT://127.0.0.1:9092`,
    );
  const name = given.toUpperCase();
  const protocol = protocols.get(name);
  if (protocol === undefined)
    throw usage(
      key,
      `No security protocol defined for listener ${name}`,
      `add ${name}:SASL_SSL, or what it is, to listener.security.protocol.map`,
    );
  return { name, protocol, host, port: Number(port) };
}

function protocolsOf(text: string, controllers: readonly string[]): Map<string, SecurityProtocol> {
  const key = 'listener.security.protocol.map';
  // Controllers are of no concern here, whatever they speak.
  const found = new Map<string, SecurityProtocol>(controllers.map(name => [name, 'PLAINTEXT']));
  for (const entry of text.split(',').filter(each => each.trim() !== '')) {
    const [name = '', protocol = ''] = entry.split(':').map(each => each.trim().toUpperCase());
    if (!isProtocol(protocol))
      throw usage(key, `${entry.trim()} names no security protocol`, `one of ${securityProtocols.join(', ')}`);
    found.set(name, protocol);
  }
  return found;
}

const isProtocol = (text: string): text is SecurityProtocol => securityProtocols.some(each => each === text);

function checkDistinct(key: string, endpoints: readonly Endpoint[]): void {
  const names = endpoints.map(({ name }) => name);
  if (new Set(names).size < names.length)
    throw usage(key, `Each listener must have a different name, listeners: ${names.join(',')}`);
}

const usage = (where: string, message: string, advice?: string): Failure =>
  new Failure(message, { code: 'USAGE', where, ...(advice === undefined ? {} : { advice }) });
