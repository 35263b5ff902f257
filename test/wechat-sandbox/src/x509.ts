import { type KeyObject, randomBytes, sign } from 'node:crypto';

/** Just enough DER to write an X.509 v3 certificate, which Node can read but not make. */
function tlv(tag: number, ...parts: Buffer[]): Buffer {
  const content = Buffer.concat(parts);
  const size = content.length;
  if (size < 0x80) return Buffer.concat([Buffer.from([tag, size]), content]);
  const sizeBytes = Buffer.from(size.toString(16).padStart(size > 0xff ? 4 : 2, '0'), 'hex');
  return Buffer.concat([Buffer.from([tag, 0x80 | sizeBytes.length]), sizeBytes, content]);
}

const sequence = (...parts: Buffer[]): Buffer => tlv(0x30, ...parts);
const set = (...parts: Buffer[]): Buffer => tlv(0x31, ...parts);
const integer = (bytes: Buffer): Buffer => tlv(0x02, bytes);
const bitString = (bytes: Buffer, unusedBits = 0): Buffer => tlv(0x03, Buffer.from([unusedBits]), bytes);
const octetString = (bytes: Buffer): Buffer => tlv(0x04, bytes);
const utf8 = (text: string): Buffer => tlv(0x0c, Buffer.from(text, 'utf8'));
const printable = (text: string): Buffer => tlv(0x13, Buffer.from(text, 'ascii'));
const TRUE = Buffer.from([0x01, 0x01, 0xff]);
const NULL = Buffer.from([0x05, 0x00]);

function objectId(dotted: string): Buffer {
  const [first = 0, second = 0, ...rest] = dotted.split('.').map(Number);
  const bytes = [first * 40 + second];
  for (const part of rest) {
    const septets = [part & 0x7f];
    for (let left = part >> 7; left > 0; left >>= 7) septets.unshift((left & 0x7f) | 0x80);
    bytes.push(...septets);
  }
  return tlv(0x06, Buffer.from(bytes));
}

/** UTCTime, good until 2049. */
function utcTime(instant: Date): Buffer {
  return tlv(0x17, Buffer.from(`${instant.toISOString().slice(2, 19).replace(/[-T:]/g, '')}Z`, 'ascii'));
}

function name(organisation: string, commonName: string): Buffer {
  return sequence(
    set(sequence(objectId('2.5.4.6'), printable('CN'))),
    set(sequence(objectId('2.5.4.10'), utf8(organisation))),
    set(sequence(objectId('2.5.4.3'), utf8(commonName))),
  );
}

export interface CertificateSubject {
  organisation: string;
  commonName: string;
}

/** A self-signed RSA certificate in PEM. Its serial is 40 hexadecimal digits, as WeChat's are. */
export function makeCertificate(subject: CertificateSubject, publicKey: KeyObject, privateKey: KeyObject, validFrom: Date, validTo: Date): string {
  const serial = randomBytes(20);
  serial[0] = 0x40 | ((serial[0] ?? 0) & 0x3f); // positive and without a leading zero
  const algorithm = sequence(objectId('1.2.840.113549.1.1.11'), NULL);
  const owner = name(subject.organisation, subject.commonName);
  const extensions = sequence(
    sequence(objectId('2.5.29.19'), TRUE, octetString(sequence())),
    sequence(objectId('2.5.29.15'), TRUE, octetString(bitString(Buffer.from([0xc0]), 6))),
  );
  const body = sequence(
    tlv(0xa0, integer(Buffer.from([2]))),
    integer(serial),
    algorithm,
    owner,
    sequence(utcTime(validFrom), utcTime(validTo)),
    owner,
    publicKey.export({ type: 'spki', format: 'der' }),
    tlv(0xa3, extensions),
  );
  const der = sequence(body, algorithm, bitString(sign('RSA-SHA256', body, privateKey)));
  const lines = der.toString('base64').match(/.{1,64}/g) ?? [];
  return `-----BEGIN CERTIFICATE-----\n${lines.join('\n')}\n-----END CERTIFICATE-----\n`;
}
