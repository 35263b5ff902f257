import { Injectable } from '@nestjs/common';
import type { QueryOf } from '@shouwen/shared/contract';
import type * as contract from '@shouwen/shared/contract/report';
import { daysBetween } from '@shouwen/shared/value';
import type { PaymentMethod } from '@shouwen/shared/vocabulary';
import { DataSource, type EntityManager } from 'typeorm';
import { rowsById } from '../database/index.js';
import { Refusal } from '../http/index.js';
import { Hall, Staff, type StaffViewer } from '../staff/index.js';
import { hallOfFigures } from './report-scope.js';
import { rollUpTakings, type TakingsPart } from './rules/roll-up-takings.js';

const MOST_DAYS = 3 * 366;
const ONLINE = '线上';
const UNKNOWN = '未注明';
const IDS_A_QUERY = 1000;

interface LiveRow {
  day: string;
  method: PaymentMethod;
  state: string;
  hallId: number | null;
  cashierId: number | null;
  shiftId: number | null;
  n: number | string;
  fen: number | string;
}
interface PastRow {
  day: string;
  method: PaymentMethod;
  hallId: number;
  windowName: string;
  cashierName: string;
  n: number | string;
  fen: number | string;
}

/**
 * PY-11. Summed from the payments themselves: an index holds every column that is asked about, in the order of the grouping, so a year of
 * millions is one pass over it without a sort, and there is no second set of figures that could differ from the first.
 */
@Injectable()
export class TakingsService {
  constructor(private readonly dataSource: DataSource) {}

  /** Refuses `FORBIDDEN`, `INVALID_INPUT` for more than three years. */
  async report(viewer: StaffViewer, { from, to, step, hallId: wanted, method }: QueryOf<typeof contract.takings>): Promise<contract.TakingsReport> {
    const { manager } = this.dataSource;
    const hallId = hallOfFigures(viewer, wanted);
    if (from > to) throw new Refusal('INVALID_INPUT', { message: '开始日期不能晚于结束日期', fields: [{ path: 'to', message: '不能早于开始日期' }] });
    if (daysBetween(from, to) >= MOST_DAYS) throw new Refusal('INVALID_INPUT', { message: '一次最多统计三年，请缩小日期范围', fields: [{ path: 'to', message: '一次最多统计三年' }] });
    const conditions = `paid_on BETWEEN ? AND ?${method === undefined ? '' : ' AND method = ?'}${hallId === null ? '' : ' AND hall_id = ?'}`;
    const values = [from, to, ...(method === undefined ? [] : [method]), ...(hallId === null ? [] : [hallId])];
    const live: LiveRow[] = await manager.query(
      `SELECT paid_on AS day, method, state, hall_id AS hallId, cashier_id AS cashierId, shift_id AS shiftId, COUNT(*) AS n, SUM(amount_fen) AS fen
       FROM payment WHERE ${conditions} GROUP BY paid_on, method, state, hall_id, cashier_id, shift_id`, values,
    );
    const past: PastRow[] = await manager.query(
      `SELECT paid_on AS day, method, hall_id AS hallId, window_name AS windowName, cashier_name AS cashierName, COUNT(*) AS n, SUM(amount_fen) AS fen
       FROM past_payment WHERE ${conditions} GROUP BY paid_on, method, hall_id, window_name, cashier_name`, values,
    );
    const names = await namesOf(manager, live, past, hallId);
    const rolled = rollUpTakings([...live.map((row) => livePart(row, names)), ...past.map((row) => pastPart(row, names))], step);
    return { from, to, step, hallName: hallId === null ? null : (names.halls.get(hallId)?.name ?? null), ...rolled };
  }
}

interface Names {
  halls: ReadonlyMap<number, Hall>;
  staff: ReadonlyMap<number, Staff>;
  /** Shift → the window its drawer stands at. */
  windows: ReadonlyMap<number, string>;
}

async function namesOf(manager: EntityManager, live: readonly LiveRow[], past: readonly PastRow[], hallId: number | null): Promise<Names> {
  const windows = new Map<number, string>();
  const shiftIds = [...new Set(live.flatMap(({ shiftId }) => (shiftId === null ? [] : [shiftId])))];
  for (let i = 0; i < shiftIds.length; i += IDS_A_QUERY) {
    const part = shiftIds.slice(i, i + IDS_A_QUERY);
    const rows: { id: number; name: string }[] = await manager.query(`SELECT s.id, d.name FROM cash_shift s JOIN cash_drawer d ON d.id = s.drawer_id WHERE s.id IN (${part.map(() => '?').join(', ')})`, part);
    for (const { id, name } of rows) windows.set(id, name);
  }
  return {
    halls: await rowsById(manager, Hall, [hallId, ...live.map((row) => row.hallId), ...past.map((row) => row.hallId)]),
    staff: await rowsById(manager, Staff, live.map(({ cashierId }) => cashierId)),
    windows,
  };
}

function livePart({ day, method, state, hallId, cashierId, shiftId, n, fen }: LiveRow, { halls, staff, windows }: Names): TakingsPart {
  const hall = hallId === null ? ONLINE : (halls.get(hallId)?.name ?? UNKNOWN);
  const window = shiftId === null ? null : (windows.get(shiftId) ?? null);
  const cashier = staff.get(cashierId ?? 0);
  return {
    day, method, voided: state === 'voided', hall, window: window === null ? hall : `${hall} ${window}`, cashier: cashier ? `${cashier.name}（${cashier.staffNumber}）` : hall, count: Number(n), fen: Number(fen),
  };
}

function pastPart({ day, method, hallId, windowName, cashierName, n, fen }: PastRow, { halls }: Names): TakingsPart {
  const hall = halls.get(hallId)?.name ?? UNKNOWN;
  return { day, method, voided: false, hall, window: `${hall} ${windowName || UNKNOWN}`, cashier: cashierName || UNKNOWN, count: Number(n), fen: Number(fen) };
}
