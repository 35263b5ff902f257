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
      from: /const leased = await this\.transactions\.run\(.+?\)\);\n/,
      to: 'const leased = { affected: 1 };\n',
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
