import { Injectable } from '@nestjs/common';
import type { BodyOf, ResponseOf } from '@shouwen/shared/contract';
import type * as contract from '@shouwen/shared/contract/tariff';
import { addDays, type DateString, shanghaiDate } from '@shouwen/shared/value';
import { componentLabels } from '@shouwen/shared/vocabulary';
import { DataSource, type EntityManager } from 'typeorm';
import { isDuplicateKey } from '../database/index.js';
import { Clock, Once, Refusal } from '../http/index.js';
import type { StaffViewer } from '../staff/index.js';
import { TariffVersion } from './billing.entity.js';
import { billOfPeriod } from './rules/bill-of-period.js';
import { type TariffFault, tariffFaults } from './rules/tariff-version-is-sound.js';
import type { Tariff } from './rules/tariff-types.js';
import { termsOf } from './rules/terms-of-account.js';
import { TariffBook } from './tariff-book.js';

type Definition = BodyOf<typeof contract.addTariffVersion>;
/** m³ of a month. */
const samples = [0, 5, 10, 15, 20, 30, 50, 100, 200, 300];

/** PY-9: published prices by dated versions. A version is added and never changed; bills are charged by the one in force on each day. */
@Injectable()
export class TariffService {
  constructor(
    private readonly dataSource: DataSource,
    private readonly once: Once,
    private readonly clock: Clock,
  ) {}

  async list(viewer: StaffViewer): Promise<ResponseOf<typeof contract.tariffs>> {
    const { manager } = this.dataSource;
    const rows = await manager.find(TariffVersion, { order: { code: 'ASC', fromOn: 'DESC' } });
    const items: contract.TariffView[] = [];
    for (const code of new Set(rows.map((row) => row.code))) items.push(this.view(code, rows.filter((row) => row.code === code)));
    return { items, mayAdd: viewer.roles.includes('administrator') || viewer.roles.includes('finance') };
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

  /** Refuses `POLICY_CONTRADICTS` with what is wrong where. */
  add(definition: Definition): Promise<contract.TariffView> {
    return this.once.run(async (tx) => {
      const faults = await this.faults(tx, definition);
      if (faults.length > 0) throw new Refusal('POLICY_CONTRADICTS', { rule: 'PY-9', message: faults[0]!.message, fields: faults.map(({ path, message }) => ({ path, message })) });
      const { id: _, from: __, ...kept } = tariffOf(definition);
      try {
        await tx.insert(TariffVersion, { code: definition.code, name: definition.name, fromOn: definition.fromOn, definition: kept as never });
      } catch (error) {
        if (isDuplicateKey(error)) throw new Refusal('EDITION_STALE');
        throw error;
      }
      return this.view(definition.code, await tx.find(TariffVersion, { where: { code: definition.code }, order: { fromOn: 'DESC' } }));
    });
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
