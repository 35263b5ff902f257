/** WeChat's key for a measurement, in public-key mode: who has it can speak as WeChat. */
import { createCipheriv, createPrivateKey, generateKeyPairSync, randomBytes, sign } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

export const PUBLIC_KEY_ID = 'PUB_KEY_ID_0000000000000000000000000001';

/** Makes the key in `folder`; returns the settings of a server that believes it, and the file of the private part. */
export function makeWechatKey(folder) {
  const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const [privateFile, publicFile] = ['wechat-private.pem', 'wechat-public.pem'].map((name) => join(folder, name));
  writeFileSync(privateFile, privateKey.export({ type: 'pkcs8', format: 'pem' }));
  writeFileSync(publicFile, publicKey.export({ type: 'spki', format: 'pem' }));
  return { privateFile, settings: { WECHAT_PAY_PUBLIC_KEY_ID: PUBLIC_KEY_ID, WECHAT_PAY_PUBLIC_KEY_FILE: publicFile } };
}

export class WechatVoice {
  constructor(privateFile) {
    this.key = createPrivateKey(readFileSync(privateFile));
  }

  /** The headers under which `body` is WeChat's word. */
  headers(body) {
    const [timestamp, nonce] = [String(Math.floor(Date.now() / 1000)), randomBytes(16).toString('hex')];
    const signature = sign('RSA-SHA256', Buffer.from(`${timestamp}\n${nonce}\n${body}\n`), this.key).toString('base64');
    return { 'wechatpay-timestamp': timestamp, 'wechatpay-nonce': nonce, 'wechatpay-serial': PUBLIC_KEY_ID, 'wechatpay-signature': signature };
  }

  /** A notification about a transaction, sealed under the merchant's APIv3 key. */
  notification(transaction, apiV3Key) {
    const nonce = randomBytes(6).toString('hex');
    const cipher = createCipheriv('aes-256-gcm', Buffer.from(apiV3Key), Buffer.from(nonce));
    cipher.setAAD(Buffer.from('transaction'));
    const ciphertext = Buffer.concat([cipher.update(JSON.stringify(transaction)), cipher.final(), cipher.getAuthTag()]).toString('base64');
    return {
      id: randomBytes(18).toString('hex'), create_time: new Date().toISOString(), resource_type: 'encrypt-resource', event_type: 'TRANSACTION.SUCCESS', summary: '支付成功',
      resource: { original_type: 'transaction', algorithm: 'AEAD_AES_256_GCM', ciphertext, associated_data: 'transaction', nonce },
    };
  }
}
