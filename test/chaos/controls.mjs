/**
 * Builds of the server with one guard switched off. A fault that cannot be seen without the guard proves nothing about the guard, so every
 * fault is met again by each of its controls, and that run must fail.
 */
import { cpSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** What is replaced in which files of the build. @type {Record<string, { title: string, changes: { file: string, from: string | RegExp, to: string }[] }>} */
export const CONTROLS = {
  'acknowledge-before-commit': {
    title: '提交之前就回答',
    changes: [{
      file: 'http/idempotency.js',
      from: /return await this\.transactions\.run\(async \(tx\) => \{\s*const response = await work\(tx\);\s*(await insertAll\(tx, IdempotencyKey,[^;]+;)\s*return response;\s*\}\);/,
      to: `return await new Promise((acknowledge, fail) => {
                  this.transactions.run(async (tx) => {
                      const response = await work(tx);
                      $1
                      acknowledge(response);
                      await new Promise((later) => setTimeout(later, 250));
                  }).catch(fail);
              });`,
    }],
  },
  'no-lease': {
    title: '不先占用待办',
    changes: [{
      file: 'jobs/outbox.js',
      from: /const leased = await change\([^\n]+\);\n/,
      to: 'const leased = 1;\n',
    }],
  },
  'no-version-condition': {
    title: '更新时不比对版本',
    changes: [{
      file: 'ticket/ticket-store.js',
      from: '{ id: row.id, version: fold.version }',
      to: '{ id: row.id }',
    }],
  },
  'no-retry': {
    title: '事务失败不重做',
    changes: [{
      file: 'database/transactions.js',
      from: /const attempts = \d+;/,
      to: 'const attempts = 1;',
    }],
  },
  'record-outside-transaction': {
    title: '提交之后才记下幂等键',
    changes: [{
      file: 'http/idempotency.js',
      from: /return await this\.transactions\.run\(async \(tx\) => \{\s*const response = await work\(tx\);\s*await insertAll\(tx, IdempotencyKey, ([^;]+)\);\s*return response;\s*\}\);/,
      to: `const response = await this.transactions.run(work);
              await this.transactions.run((tx) => insertAll(tx, IdempotencyKey, $1));
              return response;`,
    }],
  },
  'ladder-fires-anywhere': {
    title: '巡查不分先后',
    changes: [
      { file: 'jobs/scheduler.js', from: 'if (await this.take(job, now))', to: '' },
      { file: 'ticket/ladder-sweep.js', from: /if \(affected !== 1\)\s*throw new FiredElsewhere\(\);/, to: '' },
    ],
  },
  'books-apart': {
    title: '先收款，稍后另记账',
    changes: [{
      file: 'payment/payment-booking.js',
      from: /await this\.ledger\.postAll\(tx, (\{ cause: 'payment'[^;]+)\);/,
      to: 'setTimeout(() => void this.ledger.dataSource.transaction((later) => this.ledger.postAll(later, $1)).catch(() => undefined), 400);',
    }],
  },
  'position-apart': {
    title: '先记下做到哪里，再出账',
    changes: [{ file: 'bill-run/bill-run-runner.js', from: 'await tx.update(BillRun, { id: run.id, state: run.state, position', to: 'await this.dataSource.manager.update(BillRun, { id: run.id, state: run.state, position' }],
  },
  'settles-again': {
    title: '重复的通知再销一次账',
    changes: [{ file: 'payment/settlement.service.js', from: " AND state IN ('unpaid', 'closed')", to: '' }],
  },
  'believes-anybody': {
    title: '不验签名',
    changes: [{ file: 'wechat/certificates.js', from: /async faultOf\(headers, body\) \{/, to: '$& return null;' }],
  },
  'any-time': {
    title: '不看签名时间',
    changes: [{ file: 'wechat/signature.js', from: /const allowedSkewSeconds = \d+;/, to: 'const allowedSkewSeconds = Infinity;' }],
  },
  'never-asks': {
    title: '不问微信订单的结果',
    changes: [{ file: 'payment/wechat-orders.js', from: /async askInTurn\([^)]*\) \{/, to: '$& return;' }],
  },
  'new-number-each-try': {
    title: '每次退款换一个单号',
    changes: [{ file: 'payment/refund.service.js', from: 'outRefundNo: refund.outRefundNo, refundFen', to: 'outRefundNo: `${refund.outRefundNo}T${Date.now()}`, refundFen' }],
  },
  'receives-regardless': {
    title: '收款时不比对账单未缴的金额',
    changes: [{ file: 'billing/billing.service.js', from: "id = ? AND state = 'unpaid' AND total_fen + adjusted_fen - paid_fen = ?", to: 'id = ? AND ? IS NOT NULL' }],
  },
  'refunds-regardless': {
    title: '退款时不比对已退的金额',
    changes: [
      { file: 'payment/refund-desk.service.js', from: 'refunded_fen + ? <= amount_fen"', to: '? IS NOT NULL"' },
      { file: 'payment/refund-desk.service.js', from: /if \(fen > refundableOf\([^)]*\)\)\s*throw [^;]+;/, to: '' },
      { file: 'payment/take-back.service.js', from: 'refunded_principal_fen + ? <= principal_fen AND refunded_late_fee_fen + ? <= late_fee_fen', to: '? IS NOT NULL AND ? IS NOT NULL' },
      { file: 'billing/billing.service.js', from: 'paid_fen >= ? AND late_fee_paid_fen >= ?', to: '? IS NOT NULL AND ? IS NOT NULL' },
    ],
  },
  'ignores-failed-writes': {
    title: '写不进去也当写好了',
    changes: [
      { file: 'database/insert-rows.js', from: /await tx\.query\((.+)\);/, to: 'await tx.query($1).catch(() => undefined);' },
      { file: 'database/hot-rows.js', from: /const result = await tx\.query\((.+)\);/, to: 'const result = await tx.query($1).catch(() => ({ insertId: 0 }));' },
    ],
  },
};

/** A file's text with one change. Throws when the place to change is not there: a control that changes nothing would prove nothing. */
export function changed(source, { file, from, to }) {
  const result = source.replace(from, to);
  if (result === source) throw new Error(`${file} has no place to change`);
  return result;
}

/** A copy of the build without that guard. */
export function buildWithout(control, dist, folder) {
  const target = join(folder, control);
  mkdirSync(target, { recursive: true });
  cpSync(dist, join(target, 'dist'), { recursive: true });
  symlinkSync(join(dirname(dist), 'node_modules'), join(target, 'node_modules'));
  writeFileSync(join(target, 'package.json'), '{ "type": "module" }\n');
  for (const change of CONTROLS[control].changes) {
    const path = join(target, 'dist', change.file);
    writeFileSync(path, changed(readFileSync(path, 'utf8'), change));
  }
  return join(target, 'dist');
}
