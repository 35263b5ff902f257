/** Paths the README speaks of: its map (one folder or several a line, indented below their parent) and those in `code` or pictures. */

export function mapPaths(readme: string): string[] {
  const map = /## The map of the house\s+```\n([\s\S]*?)```/.exec(readme)?.[1] ?? '';
  const paths: string[] = [];
  let parent = '';
  for (const line of map.split('\n').filter((l) => l.trim())) {
    // The names end with the first that ends in a slash; what follows explains them.
    const words = line.trim().split(' ');
    const names = words.slice(0, words.findIndex((word) => word.endsWith('/')) + 1);
    if (!line.startsWith(' ')) parent = '';
    // `src/leak complaint/` names two folders in src.
    const folder = names[0]?.includes('/') ? (names[0] as string).replace(/\/$/, '').split('/').slice(0, -1).join('/') : '';
    const found = names.map((name, i) => [parent, i > 0 ? folder : '', name.replace(/\/$/, '')].filter(Boolean).join('/'));
    paths.push(...found);
    if (!line.startsWith(' ')) parent = found[0] as string;
  }
  return paths;
}

/** What a build makes is not there before it. */
const MADE = /\/dist(\/|$)/;

export function namedPaths(readme: string): string[] {
  const inCode = [...readme.matchAll(/`((?:shared|server|miniapp|test|deploy)\/[\w./-]*)`/g)].map((match) => match[1] as string);
  const pictures = [...readme.matchAll(/!\[[^\]]*\]\(([^)]+)\)/g)].map((match) => match[1] as string);
  return [...inCode, ...pictures].filter((path) => !MADE.test(path));
}
