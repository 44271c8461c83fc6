/** Kafka's Uuid in its text form: 16 bytes as 22 characters of URL-safe base64. */
import { randomBytes } from 'node:crypto';

/** A random one (version 4); like Kafka's Uuid.randomUuid never with a dash in front, which tools take for an option. */
export function randomUuid(): string {
  for (;;) {
    const bytes = randomBytes(16);
    bytes[6] = (bytes[6]! & 0x0f) | 0x40;
    bytes[8] = (bytes[8]! & 0x3f) | 0x80;
    const id = bytes.toString('base64url');
    if (!id.startsWith('-')) return id;
  }
}
