/** Who a client is, as ACLs and logs name it: `User:alice` (Kafka: KafkaPrincipal.java). */
export interface Principal {
  readonly type: string;
  readonly name: string;
}

/** Of a connection that nobody asked to authenticate. */
export const ANONYMOUS: Principal = { type: 'User', name: 'ANONYMOUS' };

export const principalText = ({ type, name }: Principal): string => `${type}:${name}`;
