/** The README is true: its map leads somewhere, its commands and variables exist; and the top level stays the one agreed on. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { repository } from './copied-house.js';
import { mapPaths, namedPaths } from './readme-map.js';

const TOP = ['miniapp', 'server', 'shared', 'deploy', 'test', 'package.json', 'tsconfig.json', 'pnpm-workspace.yaml', 'pnpm-lock.yaml', 'README.md', 'LICENSE'];
const readme = readFileSync(join(repository, 'README.md'), 'utf8');
const manifest = JSON.parse(readFileSync(join(repository, 'package.json'), 'utf8')) as { scripts: Record<string, string> };
const missing = (paths: string[]) => paths.filter((path) => !existsSync(join(repository, path)));

describe('the house', () => {
  it('has the agreed top level', () => {
    const top = readdirSync(repository).filter((name) => !name.startsWith('.') && name !== 'node_modules');
    expect(top.sort()).toEqual([...TOP].sort());
  });

  it('is where the README maps it', () => {
    const paths = mapPaths(readme);
    expect(paths.length).toBeGreaterThan(15);
    expect(missing(paths)).toEqual([]);
    const rooms = readdirSync(join(repository, 'server/src'), { withFileTypes: true }).filter((entry) => entry.isDirectory());
    expect(rooms.map(({ name }) => `server/src/${name}`).filter((room) => !paths.includes(room))).toEqual([]);
  });

  it('has every file and picture the README names', () => {
    const paths = namedPaths(readme);
    expect(paths.length).toBeGreaterThan(3);
    expect(missing(paths)).toEqual([]);
  });

  it('runs every command the README gives', () => {
    const commands = [...readme.matchAll(/npm (?:run (?:-s )?)?([a-z]+(?:-[a-z]+)*)/g)].map((match) => match[1] as string);
    expect([...new Set(commands)].filter((name) => manifest.scripts[name] === undefined)).toEqual([]);
    const programs = Object.values(manifest.scripts).map((script) => script.split(' ')[1] as string);
    expect(missing(programs)).toEqual([]);
  });

  it('reads every variable the README promises', () => {
    const config = readFileSync(join(repository, 'server/src/config/config.ts'), 'utf8');
    const names = [...readme.matchAll(/`([A-Z][A-Z0-9]*_[A-Z0-9_]+)(?:=[a-z]+)?`/g)].map((match) => match[1] as string);
    expect(names.length).toBeGreaterThan(10);
    expect(names.filter((name) => !new RegExp(`\\b${name}\\b`).test(config))).toEqual([]);
  });

  it('would notice a map that leads nowhere', () => {
    const wrong = readme.replace(/^ {2}src\/contract\//m, '  src/contracts/').replace('`server/src/config/config.ts`', '`server/src/configuration.ts`');
    expect(missing(mapPaths(wrong))).toEqual(['shared/src/contracts']);
    expect(missing(namedPaths(wrong))).toContain('server/src/configuration.ts');
  });
});
