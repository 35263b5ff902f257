import { gzipSync } from 'node:zlib';
import type { Plugin } from 'vite';

/** What a browser fetches before the first screen: the entry, everything it imports statically, and their styles. */
export function firstLoadBudget(limitKilobytes: number): Plugin {
  return {
    name: 'first-load-budget',
    apply: 'build',
    generateBundle(_, bundle) {
      const pending = Object.values(bundle).flatMap((file) => (file.type === 'chunk' && file.isEntry ? [file.fileName] : []));
      const seen = new Set<string>();
      let bytes = 0;
      for (let name = pending.pop(); name !== undefined; name = pending.pop()) {
        const file = bundle[name];
        if (seen.has(name) || !file) continue;
        seen.add(name);
        bytes += gzipSync(file.type === 'chunk' ? file.code : file.source).length;
        if (file.type === 'chunk') pending.push(...file.imports, ...(file.viteMetadata?.importedCss ?? []));
      }
      const kilobytes = Math.round(bytes / 102.4) / 10;
      const report = `first load: ${kilobytes} KB gzip in ${seen.size} files (budget ${limitKilobytes} KB)`;
      if (kilobytes > limitKilobytes) this.error(`${report}: over budget`);
      this.info(report);
    },
  };
}
