/**
 * The subject of a certificate as Kafka names users by it: RFC 2253, the most specific part first, written as
 * javax.security.auth.x500.X500Principal.getName() does. Node's own text of a subject keeps neither the order nor the types
 * of the values, so the certificate is read here (X.690 DER, RFC 5280 §4.1).
 */
import { type Der, isConstructed, objectIdentifier, readAll, readDer, tags } from './der.ts';

/** What RFC 2253 has names for; all others are told by number, with their value in hexadecimal. */
const ATTRIBUTES: Readonly<Record<string, string>> = {
  '2.5.4.3': 'CN',
  '2.5.4.7': 'L',
  '2.5.4.8': 'ST',
  '2.5.4.10': 'O',
  '2.5.4.11': 'OU',
  '2.5.4.6': 'C',
  '2.5.4.9': 'STREET',
  '0.9.2342.19200300.100.1.25': 'DC',
  '0.9.2342.19200300.100.1.1': 'UID',
};

/** @param certificate in DER */
export function subjectOf(certificate: Buffer): string {
  const fields = readAll(readAll(readDer(certificate).content)[0]!.content);
  // An explicit version comes first where it is not 1: then serial number, signature, issuer, validity, subject.
  const subject = fields[fields[0]!.tag === tags.version ? 5 : 4]!;
  return distinguishedName(subject);
}

function distinguishedName(name: Der): string {
  const relative = readAll(name.content).map(set => readAll(set.content).map(attributeText));
  return relative
    .map(attributes => attributes.join('+'))
    .reverse()
    .join(',');
}

function attributeText(attribute: Der): string {
  const [type, value] = readAll(attribute.content);
  const identifier = objectIdentifier(type!.content);
  const name = ATTRIBUTES[identifier];
  const text = isConstructed(value!) ? undefined : stringOf(value!);
  return name === undefined || text === undefined
    ? `${name ?? identifier}=#${value!.encoded.toString('hex')}`
    : `${name}=${escaped(text)}`;
}

/** undefined when the value is no string. */
function stringOf({ tag, content }: Der): string | undefined {
  switch (tag) {
    case tags.utf8String:
      return content.toString('utf8');
    case tags.printableString:
    case tags.ia5String:
    case tags.teletexString:
      return content.toString('latin1');
    case tags.bmpString:
      return Buffer.from(content).swap16().toString('utf16le');
    default:
      return undefined;
  }
}

const escaped = (text: string): string =>
  text
    .replace(/[,=+<>#;"\\]/g, '\\$&')
    .replaceAll('\0', '\\00')
    .replace(/^ +| +$/g, spaces => '\\ '.repeat(spaces.length));
