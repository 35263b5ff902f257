import type { JsonObject } from './field-check.js';
import type { SandboxCredentials } from './keys.js';
import { OneTimeCodes } from './one-time-codes.js';
import type { SandboxClock } from './sandbox-clock.js';
import { WechatError } from './wechat-error.js';

/** The phone number button; each success costs the merchant money, so they are counted. */
export class PhoneNumbers {
  private readonly codes = new OneTimeCodes<string>();
  charged = 0;

  constructor(
    private readonly credentials: SandboxCredentials,
    private readonly clock: SandboxClock,
  ) {}

  issueCode(phone: string): string {
    return this.codes.issue(phone, this.clock.now());
  }

  /** `POST /wxa/business/getuserphonenumber`. @throws WechatError 40029 */
  exchange(body: JsonObject): JsonObject {
    const result = this.codes.redeem(String(body['code'] ?? ''), this.clock.now());
    if ('refused' in result) throw new WechatError(40029, 'invalid code');
    this.charged += 1;
    return {
      phone_info: {
        phoneNumber: result.value, purePhoneNumber: result.value, countryCode: '86',
        watermark: { timestamp: Math.floor(this.clock.now().getTime() / 1000), appid: this.credentials.appId },
      },
    };
  }
}
