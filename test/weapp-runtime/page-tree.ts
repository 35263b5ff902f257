/** What Taro keeps in a page's data: a tree of nodes that the templates draw. */

export interface PageNode {
  /** Node name, shortened by the compiler. */
  nn?: string;
  /** Children. */
  cn?: PageNode[];
  /** Text. */
  v?: string;
  /** The `id` the page gave it. */
  uid?: string;
  /** Taro's own. */
  sid: string;
  /** Class names. */
  cl?: string;
}

export function textOf(node: PageNode | undefined): string {
  return node ? (node.v ?? '') + (node.cn ?? []).map(textOf).join('') : '';
}
export function* nodesOf(node: PageNode | undefined): Generator<PageNode> {
  if (!node) return;
  yield node;
  for (const child of node.cn ?? []) yield* nodesOf(child);
}

/** Applies one key of a `setData`: `root.cn.[0].cl` (Taro writes the index that way). */
export function setPath(target: Record<string, unknown>, path: string, value: unknown): void {
  const keys = path.replace(/\.?\[(\d+)\]/g, '.$1').split('.');
  const last = keys.pop() as string;
  let place = target as Record<string, unknown>;
  keys.forEach((key, index) => {
    place[key] ??= /^\d+$/.test(keys[index + 1] ?? last) ? [] : {};
    place = place[key] as Record<string, unknown>;
  });
  place[last] = value;
}
