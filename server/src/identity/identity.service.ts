import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Inject, Injectable, Logger } from '@nestjs/common';
import type { ClientConfiguration, ResidentProfile, ResidentSession } from '@shouwen/shared/contract/identity';
import { maskPhone } from '@shouwen/shared/value';
import { DataSource, type EntityManager, IsNull } from 'typeorm';
import { CONFIG, type Config } from '../config/index.js';
import { digestOf, isDuplicateKey, phoneDigestOf, placesOf, rowsWhere, Transactions } from '../database/index.js';
import { Clock, Refusal, SessionService } from '../http/index.js';
import { Hall } from '../staff/index.js';
import { LoginClient, type WechatApp, WechatRefused } from '../wechat/index.js';
import { Resident, ResidentOpenid } from './resident.entity.js';
import { isOwnAddress } from './rules/is-own-address.js';

const OPENID = ['openid'] as const;
const sessionHours = 30 * 24;
/** Where a map opens before the first hall is entered. */
const centreOfChina = { latitude: 35.86, longitude: 104.2 };

/** Who residents are: sign-in through WeChat, the phone number they share, their openids for payment and messages. */
@Injectable()
export class IdentityService {
  private readonly logger = new Logger('Identity');
  private sketch: Promise<unknown> | undefined;
  /** Bindings belong to the customer capability, which knows identity and not the other way round. */
  private countBoundAccounts: (residentId: number) => Promise<number> = () => Promise.resolve(0);

  constructor(
    private readonly dataSource: DataSource,
    private readonly transactions: Transactions,
    private readonly sessions: SessionService,
    private readonly wechat: LoginClient,
    private readonly clock: Clock,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  /** Whoever keeps the bindings says here how they are counted; call it in `onModuleInit`. */
  boundAccountsCountedBy(count: (residentId: number) => Promise<number>): void {
    this.countBoundAccounts = count;
  }

  /** Opens a session of 30 days. Refuses `WECHAT_LOGIN_FAILED` when WeChat does not know the code (any more), `BUSY` when it does not answer. */
  async login(via: WechatApp, code: string): Promise<ResidentSession> {
    const { openid, unionid } = await this.wechat.identify(via, code).catch((error: unknown) => {
      if (!(error instanceof WechatRefused)) this.logger.warn({ message: 'WeChat login unavailable', reason: reasonOf(error) });
      throw new Refusal(error instanceof WechatRefused ? 'WECHAT_LOGIN_FAILED' : 'BUSY');
    });
    const now = this.clock.now();
    const { residentId, session } = await this.whenFree(async (tx) => {
      const id = await this.residentOf(tx, via, openid, unionid, now);
      return { residentId: id, session: await this.sessions.open(tx, 'resident', id, now, sessionHours) };
    });
    return { token: session.token, expiresAt: session.expiresAt.toISOString(), resident: await this.profile(residentId) };
  }

  /** Two first logins at once: the unique keys let one make the resident, the other begins again and finds them. */
  private async whenFree<T>(work: (tx: EntityManager) => Promise<T>): Promise<T> {
    for (let attempt = 1; ; attempt++) {
      try {
        return await this.transactions.run(work);
      } catch (error) {
        if (!isDuplicateKey(error) || attempt === 5) throw error;
      }
    }
  }

  private async residentOf(tx: EntityManager, via: WechatApp, openid: string, unionid: string | null, now: Date): Promise<number> {
    const openidDigest = digestOf(openid);
    const unionDigest = unionid === null ? null : digestOf(unionid);
    const known = await tx.findOneBy(ResidentOpenid, { via, openidDigest });
    if (known) {
      // The apps may have been linked after this person's first visit. Someone known by both openids before that stays
      // two residents: joining them is an act of staff, since each has bindings and payments of its own.
      if (unionDigest !== null && !(await tx.existsBy(Resident, { unionDigest }))) await tx.update(Resident, { id: known.residentId, unionDigest: IsNull() }, { unionDigest });
      return known.residentId;
    }
    const sameUnion = unionDigest === null ? null : await tx.findOneBy(Resident, { unionDigest });
    const residentId = sameUnion?.id ?? ((await tx.insert(Resident, { unionDigest, phone: null, phoneDigest: null, createdAt: now })).identifiers[0] as { id: number }).id;
    await tx.insert(ResidentOpenid, { residentId, via, openidDigest, openid });
    return residentId;
  }

  async profile(residentId: number): Promise<ResidentProfile> {
    const [row] = await this.dataSource.manager.find(Resident, { where: { id: residentId } });
    if (!row) throw new Refusal('SIGN_IN_REQUIRED');
    return { id: row.id, phoneMasked: row.phone === null ? null : maskPhone(row.phone), boundAccountCount: await this.countBoundAccounts(residentId) };
  }

  /** Keeps the number behind the phone button, encrypted. */
  async sharePhone(residentId: number, code: string): Promise<{ phoneMasked: string; phone: string }> {
    const phone = await this.wechat.phoneNumber(code).catch((error: unknown) => {
      if (!(error instanceof WechatRefused)) this.logger.warn({ message: 'phone number unavailable', reason: reasonOf(error) });
      throw error instanceof WechatRefused
        ? new Refusal('INVALID_INPUT', { message: '没有取到手机号，请重新点击，或直接填写手机号' })
        : new Refusal('BUSY');
    });
    await this.transactions.run((tx) => tx.update(Resident, { id: residentId }, { phone, phoneDigest: phoneDigestOf(phone) }).then(() => undefined));
    return { phoneMasked: maskPhone(phone), phone };
  }

  /** Refuses a `returnTo` outside this server: WeChat's code must not be handed to a stranger. */
  webAuthorizationUrl(returnTo: string, state: string): string {
    if (!isOwnAddress(returnTo, this.config.publicUrl)) throw new Refusal('INVALID_INPUT', { message: '返回地址不正确，请从首页重新进入' });
    return this.wechat.webAuthorizationUrl(returnTo, state);
  }

  /** The resident's openid under one WeChat app, or null when they never came through it. */
  async openidOf(residentId: number, via: WechatApp): Promise<string | null> {
    const [known] = await rowsWhere(this.dataSource.manager, ResidentOpenid, 't.resident_id = ? AND t.via = ?', [residentId, via], OPENID);
    return known?.openid ?? null;
  }

  /** Those of them who have ever been there. */
  async usersOf(residentIds: readonly number[], via: WechatApp, manager: EntityManager = this.dataSource.manager): Promise<Set<number>> {
    if (residentIds.length === 0) return new Set();
    const rows: { id: number }[] = await manager.query(`SELECT o.resident_id AS id FROM resident_openid o WHERE o.resident_id IN (${placesOf(residentIds)}) AND o.via = ?`, [...residentIds, via]);
    return new Set(rows.map(({ id }) => id));
  }

  /** The whole phone number (for staff who may see it), or null. */
  async phoneOf(residentId: number): Promise<string | null> {
    return (await this.dataSource.manager.findOneBy(Resident, { id: residentId }))?.phone ?? null;
  }

  async clientConfiguration(): Promise<ClientConfiguration> {
    const { company, mapTiles, wechat } = this.config;
    const [hall] = await this.dataSource.manager.find(Hall, { order: { id: 'ASC' }, take: 1 });
    return {
      companyName: company.name,
      hotlinePhone: company.hotlinePhone,
      cashierPage: wechat.cashierPage,
      mapTiles,
      mapCenter: hall ? { latitude: hall.latitudeE6 / 1e6, longitude: hall.longitudeE6 / 1e6 } : centreOfChina,
      mapSketch: await this.mapSketch(),
      subscribeTemplates: (['ticket', 'appointment', 'bill'] as const).map((purpose) => ({ id: wechat.templates[purpose], purpose })),
      weappId: wechat.weapp.appId,
    };
  }

  /** The city's sketch, read once there is one: the demonstration writes it, a company may. */
  private mapSketch(): Promise<unknown> {
    this.sketch ??= readFile(join(this.config.dataDir, 'map-sketch.json'), 'utf8')
      .then((text) => JSON.parse(text) as unknown)
      .catch((error: unknown) => {
        this.sketch = undefined;
        if ((error as { code?: string }).code !== 'ENOENT') this.logger.warn({ message: 'map-sketch.json is not readable', reason: reasonOf(error) });
        return null;
      });
    return this.sketch;
  }
}

const reasonOf = (error: unknown) => (error instanceof Error ? error.message : String(error));
