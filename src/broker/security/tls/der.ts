/** Just enough of DER to find the subject of a certificate (X.690 §8). */

export interface Der {
  readonly tag: number;
  readonly content: Buffer;
  /** With tag and length. */
  readonly encoded: Buffer;
}

export const tags = {
  utf8String: 0x0c,
  printableString: 0x13,
  teletexString: 0x14,
  ia5String: 0x16,
  bmpString: 0x1e,
  /** [0], where a certificate says its version. */
  version: 0xa0,
} as const;

export const isConstructed = ({ tag }: Der): boolean => (tag & 0x20) !== 0;

/** The value at the start of the bytes. RangeError when they end too soon. */
export function readDer(bytes: Buffer): Der {
  const first = bytes.readUInt8(1);
  const lengthBytes = first < 0x80 ? 0 : first & 0x7f;
  const length = lengthBytes === 0 ? first : bytes.readUIntBE(2, lengthBytes);
  const start = 2 + lengthBytes;
  if (start + length > bytes.length) throw new RangeError('a value is longer than what there is');
  return {
    tag: bytes.readUInt8(0),
    content: bytes.subarray(start, start + length),
    encoded: bytes.subarray(0, start + length),
  };
}

/** The values that follow one another. */
export function readAll(bytes: Buffer): Der[] {
  const found: Der[] = [];
  for (let rest = bytes; rest.length > 0; rest = rest.subarray(found.at(-1)!.encoded.length)) found.push(readDer(rest));
  return found;
}

/** In dotted decimals. */
export function objectIdentifier(content: Buffer): string {
  const arcs: number[] = [];
  let arc = 0;
  for (const byte of content) {
    arc = arc * 128 + (byte & 0x7f);
    if (byte >= 0x80) continue;
    arcs.push(arc);
    arc = 0;
  }
  const [head = 0, ...rest] = arcs;
  const top = Math.min(2, Math.floor(head / 40));
  return [top, head - top * 40, ...rest].join('.');
}
