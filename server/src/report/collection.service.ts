import { Injectable, type OnModuleInit } from '@nestjs/common';
import type { CollectionReport, CollectionRow } from '@shouwen/shared/contract/report';
import { addDays, shanghaiDate } from '@shouwen/shared/value';
import { DataSource, In } from 'typeorm';
import { TariffBook } from '../billing/index.js';
import { isDuplicateKey, Transactions } from '../database/index.js';
import { Clock, Refusal } from '../http/index.js';
import { Scheduler } from '../jobs/index.js';
import { Hall, type StaffViewer } from '../staff/index.js';
import { CollectionFigure, CollectionMonth } from './report.entity.js';
import { hallOfFigures } from './report-scope.js';
import { isStale, monthsBetween } from './rules/how-long-figures-stand.js';

const MOST_MONTHS = 12;
const KEPT_FRESH_MONTHS = 13;

type MonthRow = Omit<CollectionFigure, 'id' | 'month'>;

/**
 * What was billed for a month and what of it has come in. A company has a million bills a month, whose components are JSON: a month is summed up once in
 * a while (`how-long-figures-stand`), the report says as of when, and anyone may have it done anew.
 */
@Injectable()
export class CollectionService implements OnModuleInit {
  constructor(
    private readonly dataSource: DataSource,
    private readonly transactions: Transactions,
    private readonly scheduler: Scheduler,
    private readonly clock: Clock,
  ) {}

  onModuleInit(): void {
    this.scheduler.every(3600, 'report.collection', async (now) => {
      const today = shanghaiDate(now);
      await this.build(monthsBetween(addDays(`${today.slice(0, 7)}-01`, -(KEPT_FRESH_MONTHS - 1) * 30).slice(0, 7), today.slice(0, 7)), false);
    });
  }

  /** `anew`: sums up again whatever has been summed up. Refuses `FORBIDDEN`, `INVALID_INPUT` for more than twelve months. */
  async report(viewer: StaffViewer, { fromMonth, toMonth, hallId: wanted }: { fromMonth: string; toMonth: string; hallId?: number | undefined }, anew = false): Promise<CollectionReport> {
    const hallId = hallOfFigures(viewer, wanted);
    const months = monthsBetween(fromMonth, toMonth);
    if (months.length === 0 || months.length > MOST_MONTHS) throw new Refusal('INVALID_INPUT', { message: '一次最多统计十二个月，开始月份不能晚于结束月份', fields: [{ path: 'toMonth', message: '请选择十二个月以内' }] });
    await this.build(months, anew);
    const { manager } = this.dataSource;
    const figures = await manager.find(CollectionFigure, { where: { month: In(months), ...(hallId === null ? {} : { hallId }) } });
    const built = await manager.findBy(CollectionMonth, { month: In(months) });
    const hall = hallId === null ? null : await manager.findOneBy(Hall, { id: hallId });
    const rows = months.map((month) => sumUp(month, figures.filter((figure) => figure.month === month)));
    const asOf = built.map(({ builtAt }) => builtAt).sort((a, b) => a.getTime() - b.getTime())[0] ?? this.clock.now();
    return { hallName: hall?.name ?? null, total: sumUp('合计', figures), months: rows, asOf: asOf.toISOString() };
  }

  private async build(months: readonly string[], anew: boolean): Promise<void> {
    const { manager } = this.dataSource;
    const now = this.clock.now();
    const built = new Map((await manager.findBy(CollectionMonth, { month: In([...months]) })).map(({ month, builtAt }) => [month, builtAt]));
    for (const month of months) if (anew || isStale(month, built.get(month) ?? null, now)) await this.buildMonth(month, now);
  }

  private async buildMonth(month: string, now: Date): Promise<void> {
    // Read outside the transaction: on SQLite it would hold up whoever writes.
    const rows = await this.summed(month);
    try {
      await this.transactions.run(async (tx) => {
        await tx.delete(CollectionFigure, { month });
        await tx.delete(CollectionMonth, { month });
        for (const row of rows) await tx.insert(CollectionFigure, { month, ...row });
        await tx.insert(CollectionMonth, { month, builtAt: now });
      });
    } catch (error) {
      // Another server has just done the same.
      if (!isDuplicateKey(error)) throw error;
    }
  }

  private async summed(month: string): Promise<MonthRow[]> {
    const { manager } = this.dataSource;
    const components = await this.componentNames();
    const rows: Record<string, string | number | null>[] = await manager.query(
      `SELECT a.hall_id AS hallId, b.tariff_code AS tariffCode, COUNT(*) AS bills, SUM(b.volume) AS volume, SUM(b.total_fen) AS billedFen, SUM(b.adjusted_fen) AS adjustedFen,
         SUM(b.paid_fen) AS collectedFen, SUM(b.late_fee_paid_fen) AS lateFeeFen${components.map((_, i) => `, SUM(COALESCE(JSON_EXTRACT(b.components, ?), 0)) AS c${i}`).join('')}
       FROM bill b JOIN water_account a ON a.id = b.account_id WHERE b.to_on BETWEEN ? AND ? AND b.state IN ('unpaid', 'paid') GROUP BY a.hall_id, b.tariff_code`,
      [...components.map((name) => `$.${JSON.stringify(name)}`), `${month}-01`, `${month}-31`],
    );
    return rows.map((row) => ({
      hallId: Number(row['hallId']), tariffCode: String(row['tariffCode']), bills: Number(row['bills']), volume: Number(row['volume']), billedFen: Number(row['billedFen']),
      adjustedFen: Number(row['adjustedFen']), collectedFen: Number(row['collectedFen']), lateFeeFen: Number(row['lateFeeFen']),
      components: Object.fromEntries(components.flatMap((name, i) => (Number(row[`c${i}`]) === 0 ? [] : [[name, Number(row[`c${i}`])]]))),
    }));
  }

  /** Every component that a published tariff names, and what tops a bill up to its least. */
  private async componentNames(): Promise<string[]> {
    const book = await TariffBook.open(this.dataSource.manager);
    return [...new Set(['water', 'minimum', ...[...book.names.keys()].flatMap((code) => book.versionsOf(code).flatMap(({ flat }) => Object.keys(flat)))])];
  }
}

function sumUp(name: string, figures: readonly MonthRow[]): CollectionRow {
  const row: CollectionRow = { name, bills: 0, volume: 0, billedFen: 0, adjustedFen: 0, collectedFen: 0, rate: null, lateFeeFen: 0, components: {} };
  for (const figure of figures) {
    for (const field of ['bills', 'volume', 'billedFen', 'adjustedFen', 'collectedFen', 'lateFeeFen'] as const) row[field] += figure[field];
    for (const [component, fen] of Object.entries(figure.components)) row.components[component] = (row.components[component] ?? 0) + fen;
  }
  const due = row.billedFen + row.adjustedFen;
  return { ...row, rate: due > 0 ? Math.floor((row.collectedFen * 10_000) / due) : null };
}
