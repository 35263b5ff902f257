import { randomText } from './random-text.js';
import type { Collection } from './store.js';

export type AppKind = 'weapp' | 'h5';

/** A pretend WeChat user. The openid differs per app; the unionid is one. */
export interface SandboxUser {
  id: string;
  name: string;
  phone?: string;
  unionid: string;
  openid: Record<AppKind, string>;
  /** High-risk account: login answers 40226. */
  blocked?: boolean;
}

const DEMO_USERS = [
  { id: 'wang-xiuying', name: '王秀英', phone: '13800138001' },
  { id: 'li-jianguo', name: '李建国', phone: '13800138002' },
  { id: 'zhao-min', name: '赵敏', phone: '13800138003' },
  { id: 'chen-guilan', name: '陈桂兰', phone: '13800138004' },
];

export class Users {
  private readonly byOpenid = new Map<string, { user: SandboxUser; kind: AppKind }>();

  constructor(private readonly stored: Collection<SandboxUser>) {
    for (const user of stored.values()) this.index(user);
    for (const demo of DEMO_USERS) if (!stored.get(demo.id)) this.create(demo);
  }

  list(): SandboxUser[] {
    return this.stored.values();
  }

  /** Makes a user, or changes name, phone and blocked of the one with this id. */
  create(wanted: { id?: string; name?: string; phone?: string; blocked?: boolean }): SandboxUser {
    const id = wanted.id ?? `user-${randomText(8).toLowerCase()}`;
    const known = this.stored.get(id);
    const user: SandboxUser = {
      id,
      name: wanted.name ?? known?.name ?? '微信用户',
      phone: wanted.phone ?? known?.phone,
      blocked: wanted.blocked ?? known?.blocked,
      unionid: known?.unionid ?? `oU${randomText(26)}`,
      openid: known?.openid ?? { weapp: `oW${randomText(26)}`, h5: `oH${randomText(26)}` },
    };
    this.stored.put(id, user);
    this.index(user);
    return user;
  }

  /** By id or by either openid. */
  find(reference: string): SandboxUser | undefined {
    return this.stored.get(reference) ?? this.byOpenid.get(reference)?.user;
  }

  ofOpenid(openid: string): { user: SandboxUser; kind: AppKind } | undefined {
    return this.byOpenid.get(openid);
  }

  private index(user: SandboxUser): void {
    this.byOpenid.set(user.openid.weapp, { user, kind: 'weapp' });
    this.byOpenid.set(user.openid.h5, { user, kind: 'h5' });
  }
}
