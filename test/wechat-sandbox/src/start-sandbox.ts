import Fastify, { type FastifyInstance } from 'fastify';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { AccessTokens } from './access-tokens.js';
import { ClientPayment } from './client-payment.js';
import { ContentCheck } from './content-check.js';
import { registerControlApi } from './control-api.js';
import { ControlError } from './control-request.js';
import { Faults } from './faults.js';
import { type SandboxCredentials, loadKeys } from './keys.js';
import { Login } from './login.js';
import { MiniProgramGateway } from './mini-program-gateway.js';
import { Notifications } from './notifications.js';
import { registerPages } from './page-routes.js';
import { PayOrders } from './pay-orders.js';
import { PhoneNumbers } from './phone-numbers.js';
import { PlatformSigner } from './platform-signer.js';
import { Refunds } from './refunds.js';
import { SandboxClock } from './sandbox-clock.js';
import type { SandboxParts } from './sandbox-parts.js';
import { Settings } from './settings.js';
import { Store } from './store.js';
import { SubscribeMessages } from './subscribe-message.js';
import { Timers } from './timers.js';
import { TradeBillPlants } from './trade-bill-plants.js';
import { TradeBills } from './trade-bill.js';
import { Users } from './users.js';
import { V3Gateway } from './v3-gateway.js';

export interface SandboxOptions {
  /** Keys are made here at the first start; orders survive a restart. */
  dataFolder: string;
  /** 0 or absent = any free port. */
  port?: number;
  /** 127.0.0.1 when absent. */
  host?: string;
  /** Time factor of the notification schedule and refunds: 100 = a hundred times faster. */
  speed?: number;
  /** One line per request, without secrets; silent when absent. */
  log?: (line: string) => void;
}

export interface Sandbox {
  url: string;
  credentials: SandboxCredentials;
  parts: SandboxParts;
  close: () => Promise<void>;
}

/** Starts the stand-in for WeChat's servers. */
export async function startSandbox(options: SandboxOptions): Promise<Sandbox> {
  const speed = options.speed ?? 1;
  if (!(speed > 0)) throw new Error('speed must be above 0');
  const host = options.host ?? '127.0.0.1';
  const timers = new Timers(speed);
  const app = Fastify({ logger: false, bodyLimit: 1024 * 1024, forceCloseConnections: true });
  const baseUrl = (): string => {
    const { port } = app.server.address() as AddressInfo;
    return `http://${host.includes(':') ? `[${host}]` : host}:${port}`;
  };
  const parts = await assemble(options.dataFolder, timers, baseUrl);
  register(app, parts, options.log);
  await app.listen({ port: options.port ?? 0, host });
  parts.notifications.resume();
  return {
    url: baseUrl(),
    credentials: parts.keys.credentials,
    parts,
    close: async () => {
      timers.close();
      await parts.notifications.settled();
      await app.close();
    },
  };
}

async function assemble(dataFolder: string, timers: Timers, baseUrl: () => string): Promise<SandboxParts> {
  const keys = await loadKeys(dataFolder);
  const { credentials } = keys;
  const store = new Store(join(dataFolder, 'journal.jsonl'));
  const clock = new SandboxClock();
  const settings = new Settings(store.collection('settings'));
  const faults = new Faults();
  const signer = new PlatformSigner(keys, clock, settings);
  const users = new Users(store.collection('users'));
  const orders = new PayOrders(store.collection('orders'), clock, credentials, settings, users);
  const notifications = new Notifications(store.collection('notifications'), keys, signer, faults, settings, clock, timers);
  const refunds = new Refunds(store.collection('refunds'), orders, notifications, clock, settings, credentials, timers);
  const plants = new TradeBillPlants();
  return {
    keys, clock, settings, faults, signer, users, orders, notifications, refunds, baseUrl,
    plants,
    bills: new TradeBills(orders, refunds, clock, settings, credentials, plants),
    clientPayment: new ClientPayment(keys, orders, users, notifications),
    login: new Login(credentials, users, clock),
    tokens: new AccessTokens(store.collection('tokens'), credentials, clock),
    phoneNumbers: new PhoneNumbers(credentials, clock),
    subscribeMessages: new SubscribeMessages(store.collection('messages'), store.collection('consents'), store.collection('templates'), users, clock, credentials),
    contentCheck: new ContentCheck(users, settings, timers, credentials),
  };
}

function register(app: FastifyInstance, parts: SandboxParts, log?: (line: string) => void): void {
  // Signatures are over the bytes, so nothing is parsed on the way in.
  app.removeAllContentTypeParsers();
  app.addContentTypeParser('*', { parseAs: 'buffer' }, (_request, body, done) => done(null, body));
  app.setErrorHandler((error, _request, reply) => {
    if (error instanceof ControlError) return reply.code(error.status).send({ error: error.code, message: error.message });
    const status = (error as { statusCode?: number }).statusCode ?? 500;
    const text = error instanceof Error ? error.message : String(error);
    if (status >= 500) log?.(`sandbox error: ${error instanceof Error ? error.stack : text}`);
    return reply.code(status).send({ error: 'SANDBOX', message: text });
  });
  app.setNotFoundHandler((_request, reply) => reply.code(404).send());
  if (log) {
    // Only the path: queries carry secrets, codes and tokens.
    app.addHook('onResponse', async (request, reply) => {
      log(`${new Date().toISOString()} ${request.method} ${(request.raw.url ?? '').split('?')[0]} ${reply.statusCode} ${Math.round(reply.elapsedTime)}ms`);
    });
  }

  const pay = new V3Gateway(parts);
  app.all('/v3/*', (request, reply) => pay.handle(request, reply));
  const miniProgram = new MiniProgramGateway(parts);
  for (const path of miniProgram.paths) app.all(path, (request, reply) => miniProgram.handle(request, reply));
  registerControlApi(app, parts);
  registerPages(app, parts);
}
