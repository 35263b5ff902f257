/** What source text may not say, found in the syntax tree, so that a word in a comment or a string does not count. */
import { readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import ts from 'typescript';

export interface Finding {
  file: string;
  line: number;
  rule: 'rules-have-no-clock-chance-or-environment' | 'only-config-reads-the-environment';
  text: string;
}

/** Looks through `server/src` below `root`; specs are left out. */
export function findForbiddenExpressions(root: string): Finding[] {
  const folder = join(root, 'server/src');
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.ts') && !name.endsWith('.spec.ts'))
    .flatMap((name) => inspect(join(folder, name), relative(root, join(folder, name))));
}

function inspect(path: string, file: string): Finding[] {
  const source = ts.createSourceFile(path, readFileSync(path, 'utf8'), ts.ScriptTarget.ES2022, true);
  const inRules = file.includes('/rules/');
  const inConfig = file.startsWith('server/src/config/');
  const findings: Finding[] = [];
  const report = (node: ts.Node, rule: Finding['rule']) =>
    findings.push({ file, line: source.getLineAndCharacterOfPosition(node.getStart()).line + 1, rule, text: node.getText() });
  const visit = (node: ts.Node): void => {
    const environment = isMember(node, 'process', 'env');
    const impure = environment || readsTime(node) || isMember(node, 'Math', 'random') || isMember(node, 'crypto', 'randomUUID');
    if (inRules && impure) report(node, 'rules-have-no-clock-chance-or-environment');
    if (!inConfig && environment) report(node, 'only-config-reads-the-environment');
    ts.forEachChild(node, visit);
  };
  visit(source);
  return findings;
}

/** `Date.now`, `new Date()`, `Date()`: the present, from nowhere. */
function readsTime(node: ts.Node): boolean {
  if (isMember(node, 'Date', 'now') || isMember(node, 'performance', 'now')) return true;
  if (ts.isNewExpression(node)) return node.expression.getText() === 'Date' && !node.arguments?.length;
  return ts.isCallExpression(node) && node.expression.getText() === 'Date';
}

function isMember(node: ts.Node, object: string, name: string): boolean {
  if (ts.isPropertyAccessExpression(node)) return node.expression.getText() === object && node.name.text === name;
  return ts.isElementAccessExpression(node) && node.expression.getText() === object && ts.isStringLiteral(node.argumentExpression) && node.argumentExpression.text === name;
}
