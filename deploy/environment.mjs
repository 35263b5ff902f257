/**
 * Where things are, and the settings of the server when it runs for demonstration and development: the one place
 * that `npm start`, `npm run import` and the tests share. Whatever the caller's environment sets wins over it.
 */
import { createHash, randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = resolve(dirname(fileURLToPath(import.meta.url)), '..');
/** Everything the demonstration keeps; `--fresh` deletes it. */
export const dataDirectory = resolve(process.env.DATA_DIR ?? join(root, '.data'));
/** Beside the installation, not among the data: logs of an install or a build outlive `--fresh`. */
export const logDirectory = join(root, 'node_modules/.cache/shouwen/log');
export const DEFAULT_PORT = 3000;

/** Templates of the sandbox, by the server's name for them. */
const TEMPLATE_NAMES = { WECHAT_TEMPLATE_TICKET: 'ticketProgress', WECHAT_TEMPLATE_APPOINTMENT: 'appointmentReminder', WECHAT_TEMPLATE_BILL: 'paymentReceived' };

/** Someone who sets a real invoice platform gets it, and no sandbox of one is started. */
export const usesInvoiceSandbox = (given = process.env) => given.INVOICE_BASE === undefined;

/** Someone who sets real WeChat credentials gets the real WeChat, and no sandbox is started. */
export const usesSandbox = (given = process.env) => given.WECHAT_APP_ID === undefined && given.WECHAT_API_BASE === undefined;

/** A key made once and kept: what was encrypted with it must stay readable at the next start. */
export function demonstrationSecret(directory = dataDirectory) {
  const file = join(directory, 'secret');
  if (!existsSync(file)) {
    mkdirSync(directory, { recursive: true });
    writeFileSync(file, `${randomBytes(32).toString('hex')}\n`, { mode: 0o600, flag: 'wx' });
  }
  return readFileSync(file, 'utf8').trim();
}

/** What the demonstration's telephone exchange would send with each call it announces. */
export const exchangeToken = (directory = dataDirectory) => createHash('sha256').update(`exchange ${demonstrationSecret(directory)}`).digest('hex').slice(0, 32);

/** The sandbox's own settings. */
export const sandboxEnvironment = (port, directory = dataDirectory, given = process.env) => ({
  ...given,
  SANDBOX_PORT: String(port),
  SANDBOX_DATA: join(directory, 'wechat-sandbox'),
});

/** The invoice sandbox's own settings. */
export const invoiceSandboxEnvironment = (port, directory = dataDirectory, given = process.env) => ({
  ...given,
  INVOICE_SANDBOX_PORT: String(port),
  INVOICE_SANDBOX_DATA: join(directory, 'invoice-sandbox'),
});

/**
 * The server's settings in development; `given` wins over them. `sandboxUrl` is where the sandbox listens; its
 * credentials are read from the folder it wrote them to, so it must have started once.
 */
export function serverEnvironment({ port = DEFAULT_PORT, sandboxUrl = `http://127.0.0.1:${port + 1}`, invoiceUrl = `http://127.0.0.1:${port + 2}`, directory = dataDirectory, given = process.env } = {}) {
  return {
    SHOUWEN_MODE: 'development',
    HOST: '127.0.0.1',
    PUBLIC_URL: `http://127.0.0.1:${port}`,
    SECRET_KEY: demonstrationSecret(directory),
    HOTLINE_EXCHANGE_TOKEN: exchangeToken(directory),
    ...(usesSandbox(given) ? sandboxCredentials(sandboxUrl, join(directory, 'wechat-sandbox')) : {}),
    ...(usesInvoiceSandbox(given) ? invoiceCredentials(invoiceUrl, join(directory, 'invoice-sandbox')) : {}),
    ...given,
    // The caller waits for it there, whatever PORT says.
    PORT: String(port),
    DATA_DIR: directory,
  };
}

/** What the sandbox handed to its only merchant, as the server wants it. */
export function sandboxCredentials(url, folder) {
  const file = join(folder, 'credentials.json');
  if (!existsSync(file)) throw new Error(`微信沙箱还没有启动过（找不到 ${file}），请先运行 npm start`);
  const given = JSON.parse(readFileSync(file, 'utf8'));
  const keyFile = (name, pem) => {
    const path = join(folder, name);
    writeFileSync(path, pem, { mode: 0o600 });
    return path;
  };
  return {
    WECHAT_API_BASE: url,
    WECHAT_OPEN_BASE: url,
    WECHAT_PAY_BASE: url,
    WECHAT_CASHIER_PAGE: `${url}/sandbox/cashier`,
    WECHAT_APP_ID: given.appId,
    WECHAT_APP_SECRET: given.secret,
    WECHAT_H5_APP_ID: given.h5AppId,
    WECHAT_H5_APP_SECRET: given.h5Secret,
    WECHAT_PAY_MCH_ID: given.mchId,
    WECHAT_PAY_MERCHANT_SERIAL: given.merchantSerial,
    WECHAT_PAY_API_V3_KEY: given.apiV3Key,
    WECHAT_PAY_PRIVATE_KEY_FILE: keyFile('merchant-private-key.pem', given.merchantPrivateKey),
    WECHAT_PAY_PUBLIC_KEY_ID: given.publicKeyId,
    WECHAT_PAY_PUBLIC_KEY_FILE: keyFile('wechat-pay-public-key.pem', given.publicKey),
    ...Object.fromEntries(Object.entries(TEMPLATE_NAMES).flatMap(([variable, name]) => (given.templates?.[name] ? [[variable, given.templates[name]]] : []))),
  };
}

/** What the invoice sandbox handed to its only company. Before its first start nothing is issued online. */
export function invoiceCredentials(url, folder) {
  const file = join(folder, 'credentials.json');
  if (!existsSync(file)) return {};
  const { appId, secret, sellerTaxNumber } = JSON.parse(readFileSync(file, 'utf8'));
  return { INVOICE_BASE: url, INVOICE_APP_ID: appId, INVOICE_APP_SECRET: secret, INVOICE_SELLER_TAX_NUMBER: sellerTaxNumber };
}
