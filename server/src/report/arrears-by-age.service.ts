import { Injectable } from '@nestjs/common';
import type { ArrearsReport, ArrearsRow } from '@shouwen/shared/contract/report';
import { shanghaiDate } from '@shouwen/shared/value';
import { arrearsAgeLabels, type ArrearsAge, zoneLabels, type Zone } from '@shouwen/shared/vocabulary';
import { DataSource } from 'typeorm';
import { TariffBook } from '../billing/index.js';
import { rowsById } from '../database/index.js';
import { Clock } from '../http/index.js';
import { Hall, type StaffViewer } from '../staff/index.js';
import { hallOfFigures } from './report-scope.js';
import { ageClasses } from './rules/age-of-a-debt.js';

interface Part {
  zone: Zone;
  hallId: number;
  tariffCode: string;
  age: ArrearsAge;
  n: number | string;
  fen: number | string;
}

/** What is owed, by how long it has been due. Principal only: late fees grow by the day and are on each bill. */
@Injectable()
export class ArrearsByAgeService {
  constructor(
    private readonly dataSource: DataSource,
    private readonly clock: Clock,
  ) {}

  async report(viewer: StaffViewer, wanted: number | undefined): Promise<ArrearsReport> {
    const { manager } = this.dataSource;
    const hallId = hallOfFigures(viewer, wanted);
    const day = shanghaiDate(this.clock.now());
    const classes = ageClasses(day);
    const dated = classes.flatMap(({ age, since }) => (since === null ? [] : [{ age, since }]));
    const inHall = hallId === null ? '' : ' AND a.hall_id = ?';
    const hall = hallId === null ? [] : [hallId];
    const parts: Part[] = await manager.query(
      `SELECT a.zone AS zone, a.hall_id AS hallId, b.tariff_code AS tariffCode, CASE ${dated.map(() => 'WHEN b.due_on >= ? THEN ?').join(' ')} ELSE 'over' END AS age,
         COUNT(*) AS n, SUM(b.total_fen + b.adjusted_fen - b.paid_fen) AS fen
       FROM bill b JOIN water_account a ON a.id = b.account_id WHERE b.state = 'unpaid'${inHall} GROUP BY 1, 2, 3, 4`,
      [...dated.flatMap(({ age, since }) => [since, age]), ...hall],
    );
    const [owing]: { n: number | string }[] = await manager.query(
      hallId === null ? "SELECT COUNT(DISTINCT account_id) AS n FROM bill WHERE state = 'unpaid' AND due_on < ?"
        : `SELECT COUNT(DISTINCT b.account_id) AS n FROM bill b JOIN water_account a ON a.id = b.account_id WHERE b.state = 'unpaid' AND b.due_on < ?${inHall}`, [day, ...hall],
    );
    const halls = await rowsById(manager, Hall, [hallId, ...parts.map((part) => part.hallId)]);
    const { names } = await TariffBook.open(manager);
    const rowsBy = (nameOf: (part: Part) => string): ArrearsRow[] => {
      const rows = new Map<string, ArrearsRow>();
      for (const part of parts) {
        const name = nameOf(part);
        const row = rows.get(name) ?? emptyRow(name);
        rows.set(name, row);
        add(row, part);
      }
      return [...rows.values()].sort((a, b) => b.fen - a.fen || (a.name < b.name ? -1 : 1));
    };
    return {
      day, hallName: hallId === null ? null : (halls.get(hallId)?.name ?? null), total: rowsBy(() => '合计')[0] ?? emptyRow('合计'), accounts: Number(owing?.n ?? 0),
      zones: rowsBy(({ zone }) => zoneLabels[zone]), halls: rowsBy((part) => halls.get(part.hallId)?.name ?? '未注明'), uses: rowsBy(({ tariffCode }) => names.get(tariffCode) ?? tariffCode),
    };
  }
}

function emptyRow(name: string): ArrearsRow {
  return { name, bills: 0, fen: 0, ages: Object.fromEntries(Object.keys(arrearsAgeLabels).map((age) => [age, { bills: 0, fen: 0 }])) as ArrearsRow['ages'] };
}

function add(row: ArrearsRow, { age, n, fen }: Part): void {
  row.ages[age].bills += Number(n);
  row.ages[age].fen += Number(fen);
  if (age === 'current') return;
  row.bills += Number(n);
  row.fen += Number(fen);
}
