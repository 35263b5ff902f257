/** The faults, each with the invariants it must leave whole and the controls under which it must not. */
import { databaseKilled } from './faults/database-killed.mjs';
import { hundredAtOnce } from './faults/hundred-at-once.mjs';
import { ladderKilled } from './faults/ladder-killed.mjs';
import { sameKey } from './faults/same-key.mjs';
import { serversKilled } from './faults/servers-killed.mjs';
import { transactionsLost } from './faults/transactions-lost.mjs';

/**
 * @typedef {'I3' | 'I6' | 'I7' | 'A'} Invariant `A`: what the fault's own row of the catalogue asks of the answers.
 * @typedef {{ broken: Partial<Record<Invariant, string | null>>, met: string }} Outcome each invariant with what broke it, or null; `met`: what the run really met, in words
 * @typedef {{ control: string, breaks: Invariant[], settings?: Record<string, string>, database?: 'forgetful', dropIndex?: [table: string, index: string] }} Control
 * @typedef {{ number: number, title: string, invariants: Invariant[], settings?: Record<string, string>, controls: Control[], run: (arena: any) => Promise<Outcome> }} Case
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
    controls: [{ control: 'no-version-condition', breaks: ['A', 'I6'], dropIndex: ['ticket_event', 'uq_ticket_event_sequence'] }],
  },
  { number: 15, title: '死锁、等锁超时、提交被拒', invariants: ['A', 'I3', 'I6'], run: transactionsLost, settings: { LOST_COMMITS: '0.2' }, controls: [{ control: 'no-retry', breaks: ['A'], settings: { LOST_COMMITS: '0.2' } }] },
  { number: 16, title: '同一幂等键重复提交', invariants: ['A', 'I3', 'I6'], run: sameKey, controls: [{ control: 'record-outside-transaction', breaks: ['I3'] }] },
];
