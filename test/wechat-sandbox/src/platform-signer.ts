import { type KeyObject, generateKeyPairSync } from 'node:crypto';
import type { SandboxKeys } from './keys.js';
import { randomText } from './random-text.js';
import type { SandboxClock } from './sandbox-clock.js';
import type { Settings } from './settings.js';
import { PROBE_PREFIX, replyMessage, signMessage } from './signature.js';

export type SignerName = 'certificate' | 'public-key';
/** Wrong on purpose: a probe, another key under the right serial, or a timestamp long past. */
export type SignatureFault = 'probe' | 'other-key' | 'stale';

const STALE_SECONDS = 600;

/** Signs what WeChat sends, with the platform certificate's key or the public-key mode's. */
export class PlatformSigner {
  private strangerKey?: KeyObject;
  private turn = 0;

  constructor(
    private readonly keys: SandboxKeys,
    private readonly clock: SandboxClock,
    private readonly settings: Settings,
  ) {}

  /** During migration notifications come signed by either, in turns. */
  nextSigner(): SignerName {
    const mode = this.settings.values.signingMode;
    if (mode !== 'migration') return mode;
    this.turn += 1;
    return this.turn % 2 === 1 ? 'certificate' : 'public-key';
  }

  /** The key a merchant asks for by `Wechatpay-Serial`; undefined when it is not one of ours. */
  signerOf(serial: string | undefined): SignerName | undefined {
    if (serial === undefined) return this.settings.values.signingMode === 'public-key' ? 'public-key' : 'certificate';
    if (serial === this.keys.credentials.publicKeyId) return 'public-key';
    return serial.toUpperCase() === this.keys.credentials.platformSerial ? 'certificate' : undefined;
  }

  async headers(body: Buffer, signer: SignerName, fault?: SignatureFault): Promise<Record<string, string>> {
    const { credentials, platformPrivateKey, publicKeyModePrivateKey } = this.keys;
    const timestamp = String(this.clock.signatureSeconds() - (fault === 'stale' ? STALE_SECONDS : 0));
    const nonce = randomText(32);
    const key = fault === 'other-key' ? this.stranger() : signer === 'certificate' ? platformPrivateKey : publicKeyModePrivateKey;
    const signature = await signMessage(key, replyMessage(timestamp, nonce, body));
    return {
      'Wechatpay-Timestamp': timestamp,
      'Wechatpay-Nonce': nonce,
      'Wechatpay-Signature': fault === 'probe' ? `${PROBE_PREFIX}${signature.slice(0, 320)}` : signature,
      'Wechatpay-Signature-Type': 'WECHATPAY2-SHA256-RSA2048',
      'Wechatpay-Serial': signer === 'certificate' ? credentials.platformSerial : credentials.publicKeyId,
    };
  }

  private stranger(): KeyObject {
    this.strangerKey ??= generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey;
    return this.strangerKey;
  }
}
