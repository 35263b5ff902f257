/** A copy of the sources in a temporary folder, to plant violations in; packages are linked, `@shouwen/shared` to the copy's own. */
import { cpSync, mkdirSync, mkdtempSync, readdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

export const repository = join(import.meta.dirname, '../..');
const PACKAGES = ['shared', 'server', 'server/console', 'miniapp'];
const COPIED = ['tsconfig.json', 'deploy', ...PACKAGES.flatMap((name) => ['src', 'package.json', 'tsconfig.json'].map((part) => `${name}/${part}`))];

export interface CopiedHouse {
  root: string;
  plant(file: string, text: string): void;
  remove(): void;
}

export function copyHouse(): CopiedHouse {
  const root = mkdtempSync(join(tmpdir(), 'shouwen-house-'));
  for (const path of COPIED) cpSync(join(repository, path), join(root, path), { recursive: true });
  for (const name of PACKAGES) linkPackages(join(repository, name, 'node_modules'), join(root, name, 'node_modules'), join(root, 'shared'));
  return {
    root,
    plant(file, text) {
      mkdirSync(dirname(join(root, file)), { recursive: true });
      writeFileSync(join(root, file), text);
    },
    remove: () => rmSync(root, { recursive: true, force: true }),
  };
}

function linkPackages(from: string, to: string, shared: string): void {
  mkdirSync(to, { recursive: true });
  for (const entry of readdirSync(from).filter((name) => !name.startsWith('.') && name !== '@shouwen')) symlinkSync(join(from, entry), join(to, entry));
  mkdirSync(join(to, '@shouwen'));
  symlinkSync(shared, join(to, '@shouwen/shared'));
}
