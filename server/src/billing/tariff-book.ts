import type { DateString } from '@shouwen/shared/value';
import type { EntityManager } from 'typeorm';
import { BillingPolicy, TariffVersion } from './billing.entity.js';
import type { Tariff } from './rules/tariff-types.js';

/** The published tariffs and terms as they stood when the book was opened; open one per piece of work. */
export class TariffBook {
  private constructor(
    private readonly versions: ReadonlyMap<string, readonly Tariff[]>,
    /** Code → name of its newest version. */
    readonly names: ReadonlyMap<string, string>,
    private readonly policies: readonly BillingPolicy[],
    private readonly ids: ReadonlyMap<number, string>,
  ) {}

  static async open(manager: EntityManager): Promise<TariffBook> {
    const rows = await manager.find(TariffVersion, { order: { code: 'ASC', fromOn: 'ASC' } });
    const versions = new Map<string, Tariff[]>();
    for (const { code, fromOn, definition } of rows) versions.set(code, [...(versions.get(code) ?? []), { ...definition, id: `${code}@${fromOn}`, from: fromOn }]);
    const policies = await manager.find(BillingPolicy, { order: { fromOn: 'ASC' } });
    return new TariffBook(versions, new Map(rows.map(({ code, name }) => [code, name])), policies, new Map(rows.map(({ id, code, fromOn }) => [id, `${code}@${fromOn}`])));
  }

  /** The versions of a code in order of their dates; none for an unknown code. */
  versionsOf(code: string): readonly Tariff[] {
    return this.versions.get(code) ?? [];
  }

  /** A version by its id, `code@date`. */
  version(id: string): Tariff | undefined {
    return this.versionsOf(id.slice(0, id.lastIndexOf('@'))).find((tariff) => tariff.id === id);
  }

  /** What the tariff of a version is called. */
  nameOf(id: string): string {
    const code = id.slice(0, id.lastIndexOf('@'));
    return this.names.get(code) ?? code;
  }

  /** A version by its row. */
  versionById(id: number | null): Tariff | undefined {
    return this.version((id === null ? undefined : this.ids.get(id)) ?? '');
  }

  /** The row of a version. */
  rowOf(version: string): number | null {
    for (const [id, name] of this.ids) if (name === version) return id;
    return null;
  }

  /** By code or by name, as people write it in files. */
  codeOf(text: string): string | null {
    if (this.versions.has(text)) return text;
    for (const [code, name] of this.names) if (name === text) return code;
    return null;
  }

  /** The terms for a reading of that day. */
  policyOn(day: DateString): BillingPolicy {
    const policy = this.policies.findLast(({ fromOn }) => fromOn <= day);
    if (!policy) throw new Error(`no billing policy is in force on ${day}`);
    return policy;
  }
}
