/**
 * What the person in front of the terminal sees while commands run: one line per step with its time, the
 * current step kept alive on a terminal, and the end of the log when a step fails.
 */
import { spawn } from 'node:child_process';
import { appendFileSync, mkdirSync, rmSync } from 'node:fs';
import { dirname } from 'node:path';

const HEARTBEAT_MS = 20_000;
const TAIL_LINES = 40;

/** Commands now running: none may outlive us. */
const commands = new Set();
process.on('exit', () => commands.forEach((child) => child.kill()));

/** A step that failed, with the last lines its command wrote. */
export class StepFailure extends Error {
  constructor(message, tail = [], logFile = undefined) {
    super(message);
    this.tail = tail;
    this.logFile = logFile;
  }
}

export const seconds = (ms) => (ms < 60_000 ? `${(ms / 1000).toFixed(1)} 秒` : `${Math.floor(ms / 60_000)} 分 ${Math.round((ms % 60_000) / 1000)} 秒`);

/** `total` steps, numbered as they begin. Several may run at once. `stream` is stderr where stdout must stay clean. */
export function createProgress(total, stream = process.stdout) {
  const live = stream.isTTY === true && !process.env.CI;
  const running = new Map();
  let begun = 0;
  const say = (line) => stream.write(`${live ? '\r\x1b[2K' : ''}${line}\n`);
  const draw = () => {
    if (!live || running.size === 0) return;
    const now = Date.now();
    const parts = [...running.values()].map((s) => `[${s.number}/${total}] ${s.title} ${Math.round((now - s.since) / 1000)} 秒 ${s.detail}`);
    stream.write(`\r\x1b[2K${clip(parts.join('  ·  '), (stream.columns ?? 80) - 1)}`);
  };

  return {
    say,
    /** Runs one step; `work(report)` may report a line of detail while it goes on. */
    async step(title, work) {
      const step = { number: ++begun, title, since: Date.now(), detail: '' };
      running.set(title, step);
      if (!live) say(`[${step.number}/${total}] ${title} …`);
      const beat = setInterval(
        () => (live ? draw() : say(`[${step.number}/${total}] ${title} … 已 ${seconds(Date.now() - step.since)} ${step.detail}`)),
        live ? 500 : HEARTBEAT_MS,
      );
      try {
        const result = await work((line) => {
          step.detail = clip(line.trim(), 60);
          draw();
        });
        running.delete(title);
        say(`[${step.number}/${total}] ${title} 完成，${seconds(Date.now() - step.since)}`);
        return result;
      } catch (error) {
        running.delete(title);
        say(`[${step.number}/${total}] ${title} 失败，${seconds(Date.now() - step.since)}`);
        throw error;
      } finally {
        clearInterval(beat);
        draw();
      }
    },
  };
}

/** Prints why the whole command stopped. */
export function printFailure(error, stream = process.stderr) {
  stream.write(`\n${error instanceof StepFailure ? error.message : (error.stack ?? String(error))}\n`);
  if (error.tail?.length) stream.write(`${error.tail.map((line) => `  | ${line}`).join('\n')}\n`);
  if (error.logFile) stream.write(`完整日志：${error.logFile}\n`);
}

/** The last lines of a stream of text, for showing when something fails. */
export function createTail() {
  const lines = [];
  let rest = '';
  return {
    add(text, onLine = () => {}) {
      const parts = (rest + text).split(/\r?\n|\r/);
      rest = parts.pop();
      for (const line of parts.filter((l) => l.trim())) {
        lines.push(line);
        if (lines.length > TAIL_LINES) lines.shift();
        onLine(line);
      }
    },
    lines: () => (rest.trim() ? [...lines, rest] : [...lines]),
  };
}

/** Runs a command to its end, its output into `logFile`; rejects with the end of the log when it fails. */
export function runLogged(command, args, { cwd, env = process.env, logFile, report = () => {}, shell = false }) {
  mkdirSync(dirname(logFile), { recursive: true });
  rmSync(logFile, { force: true });
  return new Promise((resolve, reject) => {
    const tail = createTail();
    const child = spawn(command, args, { cwd, env, shell, stdio: ['ignore', 'pipe', 'pipe'] });
    commands.add(child);
    const keep = (chunk) => {
      appendFileSync(logFile, chunk);
      tail.add(chunk.toString(), report);
    };
    child.stdout.on('data', keep);
    child.stderr.on('data', keep);
    child.on('error', (error) => reject(new StepFailure(`无法运行 ${command}：${error.message}`, tail.lines(), logFile)));
    child.on('close', (code, killedBy) => {
      commands.delete(child);
      if (code === 0) resolve();
      else reject(new StepFailure(`命令没有成功（${killedBy ?? `退出码 ${code}`}）：${command} ${args.join(' ')}`, tail.lines(), logFile));
    });
  });
}

/** Cuts by columns on the screen: a Chinese character takes two. */
function clip(text, columns) {
  let used = 0;
  let out = '';
  for (const char of text) {
    used += /[\u2e80-\uffef]/.test(char) ? 2 : 1;
    if (used > columns) break;
    out += char;
  }
  return out;
}
