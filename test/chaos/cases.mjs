/** The faults, each with the invariants it must leave whole and the controls under which it must not. */
import { billRunKilled } from './faults/bill-run-killed.mjs';
import { callsTimeOut } from './faults/calls-time-out.mjs';
import { clocksApart } from './faults/clocks-apart.mjs';
import { databaseKilled } from './faults/database-killed.mjs';
import { diskFull } from './faults/disk-full.mjs';
import { fiftyRefunds } from './faults/fifty-refunds.mjs';
import { hundredAtOnce } from './faults/hundred-at-once.mjs';
import { ladderKilled } from './faults/ladder-killed.mjs';
import { moneyDatabaseKilled } from './faults/money-database-killed.mjs';
import { moneyServersKilled } from './faults/money-servers-killed.mjs';
import { notificationsForged } from './faults/notifications-forged.mjs';
import { notificationsLost } from './faults/notifications-lost.mjs';
import { notificationsMangled } from './faults/notifications-mangled.mjs';
import { paidTwice } from './faults/paid-twice.mjs';
import { sameKeyAtTheCounter } from './faults/same-key-at-the-counter.mjs';
import { sameKey } from './faults/same-key.mjs';
import { serversKilled } from './faults/servers-killed.mjs';
import { transactionsLost } from './faults/transactions-lost.mjs';

/**
 * @typedef {'I1' | 'I2' | 'I3' | 'I4' | 'I6' | 'I7' | 'A'} Invariant `A`: what the fault's own row of the catalogue asks of the answers.
 * @typedef {{ broken: Partial<Record<Invariant, string | null>>, met: string }} Outcome each invariant with what broke it, or null; `met`: what the run really met, in words
 * @typedef {{ control: string, breaks: Invariant[], settings?: Record<string, string>, database?: 'forgetful', dropIndexes?: [table: string, index: string][] }} Control
 * @typedef {{ number: number, title: string, invariants: Invariant[], settings?: Record<string, string>, controls: Control[], money?: true, disk?: 'small', run: (arena: any) => Promise<Outcome> }} Case `money`: with WeChat's stand-in; `disk`: the database lies on a disk that is soon full
 */

/** @type {readonly Case[]} */
export const CASES = [
  {
    number: 1, title: '服务器在工作中被杀', invariants: ['I3', 'I6', 'I7'], run: serversKilled,
    controls: [{ control: 'acknowledge-before-commit', breaks: ['I3'] }, { control: 'no-lease', breaks: ['I7'] }],
  },
  { number: 1, title: '服务器在巡查时限阶梯时被杀', invariants: ['I6', 'I7'], run: ladderKilled, controls: [{ control: 'ladder-fires-anywhere', breaks: ['I7'] }] },
  { number: 2, title: '数据库在工作中被杀', invariants: ['I3', 'I6', 'I7', 'A'], run: databaseKilled, controls: [{ control: 'forgetful-database', breaks: ['I3'], database: 'forgetful' }] },
  {
    number: 9, title: '一百人同办一张工单', invariants: ['A', 'I3', 'I6'], run: hundredAtOnce,
    // The unique key of the record stands behind the version: both go.
    controls: [{ control: 'no-version-condition', breaks: ['A', 'I6'], dropIndexes: [['ticket_event', 'uq_ticket_event_sequence']] }],
  },
  { number: 15, title: '死锁、等锁超时、提交被拒', invariants: ['A', 'I3', 'I6'], run: transactionsLost, settings: { LOST_COMMITS: '0.2' }, controls: [{ control: 'no-retry', breaks: ['A'], settings: { LOST_COMMITS: '0.2' } }] },
  { number: 16, title: '同一幂等键重复提交', invariants: ['A', 'I3', 'I6'], run: sameKey, controls: [{ control: 'record-outside-transaction', breaks: ['I3'] }] },
  {
    number: 1, title: '收费、退款中服务器被杀', money: true, invariants: ['I1', 'I3', 'I7'], run: moneyServersKilled,
    controls: [{ control: 'acknowledge-before-commit', breaks: ['I3'] }, { control: 'books-apart', breaks: ['I1'] }],
  },
  { number: 1, title: '出账时服务器被杀', money: true, invariants: ['I1', 'I7'], run: billRunKilled, controls: [{ control: 'position-apart', breaks: ['I7'] }] },
  { number: 2, title: '收费、退款中数据库被杀', money: true, invariants: ['I1', 'I3', 'A'], run: moneyDatabaseKilled, controls: [{ control: 'forgetful-database', breaks: ['I3'], database: 'forgetful' }] },
  {
    number: 3, title: '支付通知重复、乱序、迟到', money: true, invariants: ['A', 'I1', 'I3'], run: notificationsMangled,
    // What was told and what was posted have unique keys that stand behind the state: all go.
    controls: [{ control: 'settles-again', breaks: ['I1'], dropIndexes: [['payment_notification', 'uq_payment_notification'], ['journal_entry', 'uq_journal_entry_cause']] }],
  },
  { number: 4, title: '伪造的支付通知', money: true, invariants: ['A', 'I1', 'I3'], run: notificationsForged, controls: [{ control: 'believes-anybody', breaks: ['A'] }] },
  { number: 5, title: '支付通知一个也不来', money: true, invariants: ['A', 'I1', 'I3'], run: notificationsLost, controls: [{ control: 'never-asks', breaks: ['A', 'I3'] }] },
  { number: 6, title: '下单、退款没有应答', money: true, invariants: ['I1', 'I2', 'I3', 'I7'], run: callsTimeOut, controls: [{ control: 'new-number-each-try', breaks: ['I2', 'I3'] }] },
  { number: 7, title: '窗口和两部手机同时缴一张账单', money: true, invariants: ['A', 'I1', 'I3'], run: paidTwice, controls: [{ control: 'receives-regardless', breaks: ['A', 'I1'] }] },
  { number: 8, title: '同时批准五十笔部分退款', money: true, invariants: ['I4', 'I1', 'I3'], run: fiftyRefunds, controls: [{ control: 'refunds-regardless', breaks: ['I4'] }] },
  { number: 13, title: '收费时磁盘满', money: true, disk: 'small', invariants: ['A', 'I1', 'I3', 'I7'], run: diskFull, controls: [{ control: 'ignores-failed-writes', breaks: ['I1', 'I3'] }] },
  { number: 14, title: '与微信的时钟差十分钟、倒走', money: true, invariants: ['A', 'I1', 'I3'], run: clocksApart, controls: [{ control: 'any-time', breaks: ['A'] }] },
  { number: 16, title: '同一笔窗口收费重复提交', money: true, invariants: ['A', 'I1', 'I3'], run: sameKeyAtTheCounter, controls: [{ control: 'record-outside-transaction', breaks: ['I3'] }] },
];
