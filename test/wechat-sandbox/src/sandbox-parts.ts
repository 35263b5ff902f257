import type { AccessTokens } from './access-tokens.js';
import type { ClientPayment } from './client-payment.js';
import type { ContentCheck } from './content-check.js';
import type { Faults } from './faults.js';
import type { SandboxKeys } from './keys.js';
import type { Login } from './login.js';
import type { Notifications } from './notifications.js';
import type { PayOrders } from './pay-orders.js';
import type { PhoneNumbers } from './phone-numbers.js';
import type { PlatformSigner } from './platform-signer.js';
import type { Refunds } from './refunds.js';
import type { SandboxClock } from './sandbox-clock.js';
import type { Settings } from './settings.js';
import type { SubscribeMessages } from './subscribe-message.js';
import type { TradeBillPlants } from './trade-bill-plants.js';
import type { TradeBills } from './trade-bill.js';
import type { Users } from './users.js';

/** Everything the sandbox is made of, as the routes and pages see it. */
export interface SandboxParts {
  keys: SandboxKeys;
  clock: SandboxClock;
  settings: Settings;
  faults: Faults;
  signer: PlatformSigner;
  users: Users;
  orders: PayOrders;
  refunds: Refunds;
  bills: TradeBills;
  plants: TradeBillPlants;
  notifications: Notifications;
  clientPayment: ClientPayment;
  login: Login;
  tokens: AccessTokens;
  phoneNumbers: PhoneNumbers;
  subscribeMessages: SubscribeMessages;
  contentCheck: ContentCheck;
  /** `http://127.0.0.1:port`, known once listening. */
  baseUrl: () => string;
}
