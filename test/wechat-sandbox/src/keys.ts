import { type KeyObject, X509Certificate, createPrivateKey, createPublicKey, generateKeyPair, randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { randomDigits, randomText } from './random-text.js';
import { DEMO_TEMPLATES } from './subscribe-template.js';
import { makeCertificate } from './x509.js';

/** What a merchant is given: the content of credentials.json. Everything is made at first start. */
export interface SandboxCredentials {
  appId: string;
  secret: string;
  h5AppId: string;
  h5Secret: string;
  mchId: string;
  /** Serial of the merchant's API certificate, for `serial_no` in Authorization. */
  merchantSerial: string;
  merchantPrivateKey: string;
  merchantCertificate: string;
  /** 32 bytes; decrypts notifications and platform certificates. */
  apiV3Key: string;
  /** `PUB_KEY_ID_…` */
  publicKeyId: string;
  publicKey: string;
  platformSerial: string;
  platformCertificate: string;
  /** Key of the message push (media check results). */
  messagePushToken: string;
  /** Template name → template id of the subscribe messages. */
  templates: Record<string, string>;
}

interface StoredKeys {
  credentials: SandboxCredentials;
  platformPrivateKey: string;
  publicKeyModePrivateKey: string;
}

/** Keys as objects: reading PEM text at each signature costs four times as much. */
export interface SandboxKeys {
  credentials: SandboxCredentials;
  merchantPublicKey: KeyObject;
  platformPrivateKey: KeyObject;
  platformCertificate: X509Certificate;
  publicKeyModePrivateKey: KeyObject;
}

const newRsaPair = (): Promise<{ publicKey: KeyObject; privateKey: KeyObject }> =>
  promisify(generateKeyPair)('rsa', { modulusLength: 2048 });

const privatePem = (key: KeyObject): string => key.export({ type: 'pkcs8', format: 'pem' }).toString();

export const serialOf = (certificatePem: string): string => new X509Certificate(certificatePem).serialNumber;

async function makeKeys(): Promise<StoredKeys> {
  const [merchant, platform, publicKeyMode] = await Promise.all([newRsaPair(), newRsaPair(), newRsaPair()]);
  const from = new Date(Date.now() - 86_400_000);
  const to = new Date(from.getTime() + 5 * 365 * 86_400_000);
  const mchId = `16${randomDigits(8)}`;
  const merchantCertificate = makeCertificate({ organisation: '首问演示水务', commonName: mchId }, merchant.publicKey, merchant.privateKey, from, to);
  const platformCertificate = makeCertificate({ organisation: 'WeChat sandbox', commonName: 'Tenpay.com sign' }, platform.publicKey, platform.privateKey, from, to);
  return {
    platformPrivateKey: privatePem(platform.privateKey),
    publicKeyModePrivateKey: privatePem(publicKeyMode.privateKey),
    credentials: {
      appId: `wx${randomBytes(8).toString('hex')}`,
      secret: randomBytes(16).toString('hex'),
      h5AppId: `wx${randomBytes(8).toString('hex')}`,
      h5Secret: randomBytes(16).toString('hex'),
      mchId,
      merchantSerial: serialOf(merchantCertificate),
      merchantPrivateKey: privatePem(merchant.privateKey),
      merchantCertificate,
      apiV3Key: randomText(32),
      publicKeyId: `PUB_KEY_ID_01${mchId}${randomDigits(20)}`,
      publicKey: publicKeyMode.publicKey.export({ type: 'spki', format: 'pem' }).toString(),
      platformSerial: serialOf(platformCertificate),
      platformCertificate,
      messagePushToken: randomText(24),
      templates: Object.fromEntries(Object.keys(DEMO_TEMPLATES).map((name) => [name, randomText(43)])),
    },
  };
}

/** As about once a year: another certificate signs from now on, and is the one that is listed. It lasts until the sandbox is started again. */
export async function rotatePlatformCertificate(keys: SandboxKeys): Promise<void> {
  const { publicKey, privateKey } = await newRsaPair();
  const from = new Date(Date.now() - 86_400_000);
  const certificate = makeCertificate({ organisation: 'WeChat sandbox', commonName: 'Tenpay.com sign' }, publicKey, privateKey, from, new Date(from.getTime() + 5 * 365 * 86_400_000));
  keys.platformPrivateKey = createPrivateKey(privatePem(privateKey));
  keys.platformCertificate = new X509Certificate(certificate);
  keys.credentials.platformCertificate = certificate;
  keys.credentials.platformSerial = serialOf(certificate);
}

/** Reads the keys of this folder, making them (and credentials.json) at the first start. */
export async function loadKeys(folder: string): Promise<SandboxKeys> {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const file = join(folder, 'keys.json');
  if (!existsSync(file)) writeFileSync(file, JSON.stringify(await makeKeys(), null, 2), { mode: 0o600 });
  const stored = JSON.parse(readFileSync(file, 'utf8')) as StoredKeys;
  writeFileSync(join(folder, 'credentials.json'), `${JSON.stringify(stored.credentials, null, 2)}\n`, { mode: 0o600 });
  return {
    credentials: stored.credentials,
    merchantPublicKey: createPublicKey(stored.credentials.merchantPrivateKey),
    platformPrivateKey: createPrivateKey(stored.platformPrivateKey),
    platformCertificate: new X509Certificate(stored.credentials.platformCertificate),
    publicKeyModePrivateKey: createPrivateKey(stored.publicKeyModePrivateKey),
  };
}
