/** A production server must not start with what is only good for trying out; and it says what is wrong without repeating a secret. */
import { expect, it } from 'vitest';
import { ConfigurationError, loadConfig } from '../../server/src/config/index.js';
import { serverEnvironment } from '../support/server-environment.js';

const production = (overrides: Record<string, string | undefined> = {}): Record<string, string | undefined> => ({
  ...serverEnvironment({ SHOUWEN_MODE: 'production', PUBLIC_URL: 'https://water.example.cn' }),
  WECHAT_API_BASE: undefined,
  WECHAT_OPEN_BASE: undefined,
  WECHAT_PAY_BASE: undefined,
  ...overrides,
});
const complaint = (environment: Record<string, string | undefined>): string => {
  try {
    loadConfig(environment);
  } catch (error) {
    if (error instanceof ConfigurationError) return error.message;
    throw error;
  }
  return '';
};

it('starts in production with real addresses and secrets', () => {
  expect(complaint(production())).toBe('');
  expect(loadConfig(production())).toMatchObject({ production: true, wechat: { payBase: 'https://api.mch.weixin.qq.com', cashierPage: null } });
});

it('is production unless it is told otherwise', () => {
  expect(loadConfig(production({ SHOUWEN_MODE: undefined })).production).toBe(true);
});

it.each([
  ['WECHAT_API_BASE', 'http://127.0.0.1:3001'],
  ['WECHAT_API_BASE', 'https://api.weixin.qq.com.evil.example'],
  ['WECHAT_OPEN_BASE', 'https://sandbox.example.cn'],
  ['WECHAT_PAY_BASE', 'https://sandbox.example.cn'],
  ['WECHAT_CASHIER_PAGE', 'https://sandbox.example.cn/cashier'],
  ['PUBLIC_URL', 'http://water.example.cn'],
  ['SECRET_KEY', 'a1'.repeat(32)],
  ['SECRET_KEY', '0'.repeat(64)],
  ['WECHAT_APP_SECRET', 'changeme'],
  ['WECHAT_H5_APP_SECRET', 'my-Secret'],
  ['WECHAT_PAY_API_V3_KEY', 'shouwen-shouwen-shouwen-shouwen-'],
  ['HOTLINE_EXCHANGE_TOKEN', 'development-development-development'],
])('refuses %s=%s in production', (name, value) => {
  const text = complaint(production({ [name]: value }));
  expect(text).toContain(name);
  expect(text).not.toContain(value);
});

it('takes a sandbox and plain http in development', () => {
  expect(complaint(serverEnvironment({ WECHAT_PAY_BASE: 'http://127.0.0.1:3001', WECHAT_CASHIER_PAGE: 'http://127.0.0.1:3001/sandbox/cashier' }))).toBe('');
});

it.each([
  ['SECRET_KEY', 'short'],
  ['PORT', '70000'],
  ['DATABASE_URL', 'postgres://localhost/x'],
  ['WECHAT_PAY_API_V3_KEY', 'too short'],
  ['WECHAT_PAY_PRIVATE_KEY_FILE', '/no/such/key.pem'],
  ['WECHAT_PAY_PUBLIC_KEY_ID', 'PUB_KEY_ID_0116000000012026'],
])('refuses %s=%s anywhere, and names it', (name, value) => {
  expect(complaint(serverEnvironment({ [name]: value }))).toContain(name);
});

it('names every wrong variable at once', () => {
  const text = complaint({});
  for (const name of ['PUBLIC_URL', 'SECRET_KEY', 'WECHAT_APP_ID', 'WECHAT_PAY_MCH_ID']) expect(text).toContain(name);
});
