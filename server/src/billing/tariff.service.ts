import { Injectable, type OnModuleInit } from '@nestjs/common';
import type { BodyOf, ResponseOf } from '@shouwen/shared/contract';
import type * as contract from '@shouwen/shared/contract/tariff';
import { addDays, type DateString, formatFen, shanghaiDate } from '@shouwen/shared/value';
import { componentLabels } from '@shouwen/shared/vocabulary';
import { DataSource, type EntityManager } from 'typeorm';
import { type ApprovalRequest, ApprovalService, type ApprovalWords, holds } from '../approval/index.js';
import { isDuplicateKey } from '../database/index.js';
import { Clock, Once, Refusal } from '../http/index.js';
import type { StaffViewer } from '../staff/index.js';
import { TariffVersion } from './billing.entity.js';
import { billOfPeriod } from './rules/bill-of-period.js';
import { type TariffFault, tariffFaults } from './rules/tariff-version-is-sound.js';
import type { Tariff } from './rules/tariff-types.js';
import { termsOf } from './rules/terms-of-account.js';
import { TariffBook } from './tariff-book.js';

type Definition = BodyOf<typeof contract.previewTariff>;
/** Stands for the price in a request for a price of a new kind. */
const NEW_KIND = 0;
/** m³ of a month. */
const samples = [0, 5, 10, 15, 20, 30, 50, 100, 200, 300];

/** PY-9: published prices by dated versions. A version is asked for by one person and published by another, is added and never changed; bills are charged by the one in force on each day. */
@Injectable()
export class TariffService implements OnModuleInit {
  constructor(
    private readonly dataSource: DataSource,
    private readonly approvals: ApprovalService,
    private readonly once: Once,
    private readonly clock: Clock,
  ) {}

  onModuleInit(): void {
    this.approvals.handle('publish-tariff', {
      mayDecide: (viewer, request) => holds(['finance', 'company-leader'], viewer, request),
      apply: (tx, request) => this.publish(tx, request),
      describe: (manager, request) => this.words(manager, request),
    });
  }

  async list(viewer: StaffViewer): Promise<ResponseOf<typeof contract.tariffs>> {
    const { manager } = this.dataSource;
    const rows = await manager.find(TariffVersion, { order: { code: 'ASC', fromOn: 'DESC' } });
    const items: contract.TariffView[] = [];
    for (const code of new Set(rows.map((row) => row.code))) items.push(this.view(code, rows.filter((row) => row.code === code)));
    const codes = new Map(rows.map(({ id, code }) => [id, code]));
    const waiting = [...(await this.approvals.openFor(manager, 'publish-tariff', [NEW_KIND, ...codes.keys()]))].map(([subjectId, approvalId]) => ({ code: codes.get(subjectId) ?? null, approvalId }));
    return { items, waiting, mayAdd: viewer.roles.includes('administrator') || viewer.roles.includes('finance') };
  }

  async preview(definition: Definition): Promise<contract.TariffPreview> {
    const { manager } = this.dataSource;
    const faults = await this.faults(manager, definition);
    const book = await TariffBook.open(manager);
    const before = book.versionsOf(definition.code).findLast(({ from }) => from < definition.fromOn);
    const after = tariffOf(definition);
    const usable = faults.every(({ path }) => path === 'fromOn');
    return { faults, samples: usable ? samples.map((volume) => ({ volume, totalFen: cost(after, volume), beforeFen: before ? cost(before, volume) : null })) : [] };
  }

  /** Asks for a new version; another person publishes it. Refuses `POLICY_CONTRADICTS` with what is wrong where, `APPROVAL_ALREADY_REQUESTED` while one of the same price waits. */
  request(viewer: StaffViewer, { reason, ...definition }: BodyOf<typeof contract.addTariffVersion>): Promise<{ approvalId: number }> {
    const now = this.clock.now();
    return this.once.run(async (tx) => {
      await this.refuseFaulty(tx, definition);
      const newest = await tx.findOne(TariffVersion, { where: { code: definition.code }, order: { fromOn: 'DESC' } });
      return { approvalId: await this.approvals.request(tx, { kind: 'publish-tariff', subjectId: newest?.id ?? NEW_KIND, amountFen: 0, hallId: null, reason, detail: { ...definition } }, viewer, now) };
    });
  }

  private async publish(tx: EntityManager, request: ApprovalRequest): Promise<void> {
    const definition = definitionOf(request);
    await this.refuseFaulty(tx, definition);
    const { id: _, from: __, ...kept } = tariffOf(definition);
    try {
      await tx.insert(TariffVersion, { code: definition.code, name: definition.name, fromOn: definition.fromOn, definition: kept as never });
    } catch (error) {
      if (isDuplicateKey(error)) throw new Refusal('EDITION_STALE');
      throw error;
    }
  }

  private async words(manager: EntityManager, request: ApprovalRequest): Promise<ApprovalWords> {
    const definition = definitionOf(request);
    const { tiers, flat, perExtraPerson, baseHousehold, tierPeriod, minimumFen } = definition;
    const bounds = tiers.map(({ upTo, water }, i) => `${i === 0 ? 0 : tiers[i - 1]!.upTo}–${upTo ?? '不限'} m³ ${perCubicMetre(water)} 元${perExtraPerson[i] ? `（${baseHousehold} 人以上每人加 ${perExtraPerson[i]} m³）` : ''}`);
    const before = (await TariffBook.open(manager)).versionsOf(definition.code).findLast(({ from }) => from < definition.fromOn);
    const after = tariffOf(definition);
    return {
      subject: `${definition.name}（${definition.code}）${definition.fromOn} 起`, address: request.subjectId === NEW_KIND ? '/tariffs' : `/tariffs/${definition.code}`,
      effects: [
        `${tierPeriod === 'year' ? '按年阶梯' : '按月'}：${bounds.join('，')}`, ...flat.map(({ component, price }) => `${componentLabels[component] ?? component} ${perCubicMetre(price)} 元/m³`), ...(minimumFen > 0 ? [`每月最低 ${formatFen(minimumFen)} 元`] : []),
        ...[10, 30].map((volume) => `一个月用 ${volume} m³：${formatFen(cost(after, volume))} 元${before ? `，之前的水价 ${formatFen(cost(before, volume))} 元` : ''}`),
        `${definition.fromOn} 起的用水按新价计费，公布后不能修改`,
      ],
    };
  }

  private async refuseFaulty(manager: EntityManager, definition: Definition): Promise<void> {
    const faults = await this.faults(manager, definition);
    if (faults.length > 0) throw new Refusal('POLICY_CONTRADICTS', { rule: 'PY-9', message: faults[0]!.message, fields: faults.map(({ path, message }) => ({ path, message })) });
  }

  private async faults(manager: EntityManager, definition: Definition): Promise<TariffFault[]> {
    const book = await TariffBook.open(manager);
    const faults = tariffFaults(tariffOf(definition), { versions: book.versionsOf(definition.code), billedTo: await this.billedTo(manager, definition) });
    const names = definition.flat.map(({ component }) => component);
    if (new Set(names).size !== names.length || names.includes('water') || names.includes('minimum')) faults.push({ path: 'flat', message: '每种费用只写一次，水费写在各档里' });
    return faults;
  }

  /** The last day billed at this price: by the main use, and by mixed uses. A price from tomorrow on cannot have been charged yet; else all bills are looked through. */
  private async billedTo(manager: EntityManager, { code, fromOn }: Definition): Promise<DateString | null> {
    if (fromOn > shanghaiDate(this.clock.now())) return null;
    const [row]: { day: DateString | null }[] = await manager.query("SELECT MAX(to_on) AS day FROM bill WHERE state <> 'void' AND (tariff_code = ? OR segments LIKE ?)", [code, `%"${code}@%`]);
    return row?.day ?? null;
  }

  private view(code: string, rows: readonly TariffVersion[]): contract.TariffView {
    return {
      code, name: rows[0]?.name ?? code,
      versions: rows.map((row, i) => {
        const { tierPeriod, baseHousehold, perExtraPerson, tiers, flat, minimumFen } = row.definition;
        const later = rows[i - 1];
        return {
          id: row.id, fromOn: row.fromOn, toOn: later ? addDays(later.fromOn, -1) : null, tierPeriod, baseHousehold, perExtraPerson: perExtraPerson && [...perExtraPerson], tiers: tiers.map((tier) => ({ ...tier })),
          flat: Object.entries(flat).map(([component, price]) => ({ component, componentName: componentLabels[component] ?? component, price })), minimumFen: minimumFen ?? 0,
        };
      }),
    };
  }
}

const definitionOf = ({ detail }: ApprovalRequest) => detail as unknown as Definition;
const perCubicMetre = (price: number) => (price / 10_000).toFixed(4).replace(/0{1,2}$/, '');

function tariffOf({ code, fromOn, tierPeriod, baseHousehold, perExtraPerson, tiers, flat, minimumFen }: Definition): Tariff {
  return {
    id: `${code}@${fromOn}`, from: fromOn, tierPeriod, baseHousehold, perExtraPerson: perExtraPerson.length > 0 ? perExtraPerson : null, tiers,
    flat: Object.fromEntries(flat.map(({ component, price }) => [component, price])), ...(minimumFen > 0 ? { minimumFen } : {}),
  };
}

/** A month's reading of a household of the base size, the year just begun. */
function cost(tariff: Tariff, volume: number): number {
  const always: Tariff = { ...tariff, from: '2000-01-01' };
  const account = { householdSize: tariff.baseHousehold, tariffCode: 'sample' };
  const bill = billOfPeriod(() => [always], { spans: [{ previousReadOn: '2026-01-01', readOn: '2026-01-31', volume }], terms: termsOf(account, []), yearVolume: 0 });
  return bill?.total ?? 0;
}
