/** Settings of a server under test that talks to nobody: the credentials are well-formed and made once per process. */
import { generateKeyPairSync } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** @type {string | undefined} */
let keyFile;

/**
 * `overrides` win; the WeChat addresses lead nowhere unless they are overridden.
 * @param {Record<string, string>} [overrides]
 * @returns {Record<string, string>}
 */
export function serverSettings(overrides = {}) {
  return {
    SHOUWEN_MODE: 'development',
    HOST: '127.0.0.1',
    PORT: '0',
    PUBLIC_URL: 'http://127.0.0.1',
    SECRET_KEY: '0f1e2d3c4b5a69788796a5b4c3d2e1f00123456789abcdeffedcba9876543210',
    LOG_LEVEL: 'silent',
    // Port 9 (discard): nothing listens there, so a forgotten call fails at once.
    WECHAT_API_BASE: 'http://127.0.0.1:9',
    WECHAT_OPEN_BASE: 'http://127.0.0.1:9',
    WECHAT_PAY_BASE: 'http://127.0.0.1:9',
    WECHAT_APP_ID: 'wx00000000000000t1',
    WECHAT_APP_SECRET: 'app-credential-of-a-test',
    WECHAT_H5_APP_ID: 'wx00000000000000t2',
    WECHAT_H5_APP_SECRET: 'h5-credential-of-a-test',
    WECHAT_PAY_MCH_ID: '1600000001',
    WECHAT_PAY_MERCHANT_SERIAL: '5157F09EFDC096DE15EBE81A47057A7232F1B8E1',
    WECHAT_PAY_PRIVATE_KEY_FILE: privateKeyFile(),
    WECHAT_PAY_API_V3_KEY: '0123456789abcdef0123456789abcdef',
    HOTLINE_EXCHANGE_TOKEN: 'exchange-token-of-a-test-run',
    ...overrides,
  };
}

function privateKeyFile() {
  if (keyFile) return keyFile;
  const folder = mkdtempSync(join(tmpdir(), 'shouwen-key-'));
  process.once('exit', () => rmSync(folder, { recursive: true, force: true }));
  keyFile = join(folder, 'merchant-private-key.pem');
  writeFileSync(keyFile, generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey.export({ type: 'pkcs8', format: 'pem' }));
  return keyFile;
}
