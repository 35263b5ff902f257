/** A repair crew's phone: the same app, entered by another door. */
import type { TestBrowser } from '../support/browser.js';
import type { Road } from '../support/road.js';
import type { OfficeHours } from './office-hours.js';
import { Phone } from './phone.js';

export class Crew {
  private constructor(readonly phone: Phone) {}

  /** Signed in, before the list of orders. */
  static async of(road: Road, browser: TestBrowser, staffNumber: string, hours?: OfficeHours): Promise<Crew> {
    const person = road.staff.find((member) => member.staffNumber === staffNumber);
    if (!person) throw new Error(`nobody has the number ${staffNumber}`);
    const phone = await Phone.at(road, browser, `crew-${staffNumber}`, hours);
    await phone.tap('我的');
    await phone.tap('抢修人员入口');
    await phone.tap('抢修人员登录');
    await phone.fill('工号', person.staffNumber);
    await phone.fill('密码', person.password);
    await phone.tap('登录');
    await phone.sees(new RegExp(person.name), '未办完');
    return new Crew(phone);
  }
}
