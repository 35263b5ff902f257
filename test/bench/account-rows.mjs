/** Names, addresses, telephones and meters of many water accounts, and the index they are found by: words and their postings are the product's own. */
import { Readable } from 'node:stream';
import { moduleOf } from '../support/built-company.mjs';
import { inChunks } from './copies.mjs';

const SURNAMES = '王李张刘陈杨黄赵吴周徐孙马朱胡郭何林高罗郑梁谢宋唐许韩冯邓曹'.split('');
const GIVEN = ['建国', '秀英', '桂兰', '志强', '丽', '伟', '晓明', '玉梅', '国庆', '小红', '海燕', '文静', '军', '敏', '春花'];
const ROADS = ['海慧路', '善国路', '学院路', '荆河路', '新兴路', '杏坛路', '腾飞路', '北辛路', '府前路', '龙泉路', '塔寺路', '平行路', '大同路', '解放路', '善南路', '春秋阁路', '滕南花园', '墨子小区', '金河湾', '翠湖天地'];
const NAMES = SURNAMES.flatMap((surname) => GIVEN.map((given) => `${surname}${given}`));
const ADDRESSES = ROADS.flatMap((road) => Array.from({ length: 100 }, (_, n) => `${road}${1 + n}号${1 + (n % 9)}单元${101 + (n % 5) * 100}室`));
/** An account's id is its place among the postings. */
const PLACES = 2 ** 21;

export const nameOf = (n) => NAMES[(n * 7919) % NAMES.length];
export const addressOf = (n) => ADDRESSES[(n * 104_729) % ADDRESSES.length];
export const phoneOf = (n) => `137${String(n).padStart(8, '0')}`;
const meterOf = (n) => `M${n}`;

/**
 * What the copies of an account differ in, for `copy` of the rows; and then its index.
 * @param {(sql: string, values?: unknown) => Promise<any>} query @param {string} dist
 */
export async function prepareAccounts(query, dist, accounts) {
  const { encrypt, phoneDigestOf } = await moduleOf(dist, 'database/index.js');
  const pool = async (table, values) => {
    await query(`CREATE TABLE ${table} (k INT PRIMARY KEY, value TEXT NOT NULL)`);
    await query(`INSERT INTO ${table} VALUES ?`, [values.map((value, k) => [k, encrypt(value)])]);
  };
  await pool('bench_name', NAMES);
  await pool('bench_address', ADDRESSES);
  await query('CREATE TABLE bench_phone (k INT PRIMARY KEY, value TEXT NOT NULL, digest VARCHAR(64) NOT NULL)');
  await load(query, 'bench_phone (k, value, digest)', function* () {
    for (let n = 1; n <= accounts; n++) yield `${n}\t${encrypt(phoneOf(n))}\t${phoneDigestOf(phoneOf(n))}\n`;
  });
  return {
    name: `(SELECT value FROM bench_name WHERE k = s.seq * 7919 % ${NAMES.length})`, address: `(SELECT value FROM bench_address WHERE k = s.seq * 104729 % ${ADDRESSES.length})`,
    phone: '(SELECT value FROM bench_phone WHERE k = s.seq)', phone_digest: '(SELECT digest FROM bench_phone WHERE k = s.seq)', meter_number: "CONCAT('M', s.seq)",
  };
}

export const forgetPools = async (query) => void (await query('DROP TABLE bench_name, bench_address, bench_phone'));

/** The postings, in the order of their key. `first`: the id before that of account 1. */
export async function indexAccounts(query, dist, accounts, first) {
  const [{ wordsOfAccount }, { termOf }] = await Promise.all([moduleOf(dist, 'account/account-words.js'), moduleOf(dist, 'search/index.js')]);
  const nothing = { name: '', address: '', phone: null, meterNumber: '' };
  const termsOf = (part) => [...wordsOfAccount({ ...nothing, ...part })].filter((word) => word !== '').map((word) => termOf(`account ${word}`));
  const shared = new Map([...NAMES.map((name) => [name, termsOf({ name })]), ...ADDRESSES.map((address) => [address, termsOf({ address })])]);
  const most = Math.max(...NAMES.map((name) => shared.get(name).length)) + Math.max(...ADDRESSES.map((address) => shared.get(address).length)) + 12;
  const pairs = new Float64Array(accounts * most);
  let used = 0;
  for (let n = 1; n <= accounts; n++)
    for (const terms of [shared.get(nameOf(n)), shared.get(addressOf(n)), termsOf({ phone: phoneOf(n), meterNumber: meterOf(n) })]) for (const term of terms) pairs[used++] = (term + 2 ** 31) * PLACES + first + n;
  const sorted = pairs.subarray(0, used).sort();
  await load(query, 'account_term (term, account_id)', function* () {
    let before = -1;
    for (const pair of sorted) {
      if (pair !== before) yield `${Math.floor(pair / PLACES) - 2 ** 31}\t${pair % PLACES}\n`;
      before = pair;
    }
  });
}

const load = (query, into, lines) =>
  query({ sql: `LOAD DATA LOCAL INFILE 'rows' INTO TABLE ${into.replace(' ', ' CHARACTER SET utf8mb4 ')}`, infileStreamFactory: () => Readable.from(inChunks(lines()), { objectMode: false, highWaterMark: 1 << 22 }) });
