/** What a failed contact means: the first one, in one message for all addresses that were tried, and one that a broker sent us to. */
import { type Address, showAddress } from './address.ts';
import { KafkaError } from './error.ts';

/** A failure that another address may not share; AUTH and the like are thrown at once, so that no account gets locked. */
export function bootstrapFailure(error: unknown, address: Address, options: { sasl?: unknown }): KafkaError {
  if (!(error instanceof KafkaError) || ['AUTH', 'ABORTED', 'UNSUPPORTED_VERSION'].includes(error.code)) throw error;
  if (error.code !== 'DISCONNECTED' || options.sasl !== undefined) return error;
  const where = showAddress(address);
  return new KafkaError('CONNECT', `${where}: the broker closed the connection at the first request`, {
    retriable: true,
    broker: where,
    advice: 'the listener may want SASL: -X security.protocol=SASL_SSL or SASL_PLAINTEXT, -X sasl.mechanism=…',
    cause: error,
  });
}

export function unreachable(failures: readonly KafkaError[]): KafkaError {
  const distinct = [...new Map(failures.map(failure => [failure.message, failure])).values()];
  const causes = distinct.map(failure => failure.message);
  const message =
    causes.length === 1 ? `No connection to ${causes[0]}` : `No broker can be reached:\n  ${causes.join('\n  ')}`;
  const advice = [...new Set(distinct.flatMap(failure => failure.advice))];
  return new KafkaError('CONNECT', message, {
    retriable: true,
    advice: advice.length > 0 ? advice : 'see that the broker runs and listens there: host, port, firewall',
    failures: distinct,
    cause: distinct.at(-1),
  });
}

/** The cluster can be reached and names an address that cannot: in containers and behind tunnels usually one for another network. */
export function advertisedElsewhere(error: unknown, node: number, address: Address): unknown {
  if (!(error instanceof KafkaError) || error.code !== 'CONNECT' || error.advice.length > 0) return error;
  const advice = `if the broker is up, it advertises ${showAddress(address)} to a network that is not yours: see its advertised.listeners`;
  return new KafkaError('CONNECT', `Broker ${node} at ${error.message}`, {
    ...error,
    broker: node,
    advice,
    cause: error,
  });
}
