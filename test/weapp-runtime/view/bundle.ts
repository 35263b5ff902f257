/**
 * A compiled weapp package → one browser script: templates by WeChat's own template compiler, modules as functions whose
 * parameters hide what a browser has and the mini-program's logic layer has not.
 */
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { TmplGroup } from 'glass-easel-template-compiler';

/** What a module of the package can reach, in the order `host.ts` passes it. */
const GIVEN = ['require', 'module', 'exports', 'wx', 'App', 'Page', 'Component', 'Behavior', 'getApp', 'getCurrentPages', 'global', 'globalThis'];
const HIDDEN = [
  'window', 'document', 'self', 'MessageChannel', 'fetch', 'XMLHttpRequest', 'localStorage', 'sessionStorage', 'location', 'navigator', 'history', 'screen', 'MutationObserver', 'ResizeObserver',
  'IntersectionObserver', 'AbortController', 'AbortSignal', 'URL', 'URLSearchParams', 'TextEncoder', 'TextDecoder', 'Image', 'HTMLElement', 'Element', 'Node', 'Event', 'EventTarget', 'CustomEvent',
  'Blob', 'File', 'FormData', 'Headers', 'Request', 'Response', 'WebSocket', 'Worker', 'crypto', 'performance', 'structuredClone', 'queueMicrotask', 'requestAnimationFrame', 'cancelAnimationFrame',
  'getComputedStyle', 'atob', 'btoa', 'alert', 'customElements', 'SVGElement',
];
const NOT_COMPONENTS = new Set(['template', 'import', 'wxs', 'block', 'slot', 'include']);
/** Bound by the engine itself, so no property of a component. */
const ENGINE_ATTRIBUTE = /^(wx:|bind|catch|mut-bind|capture-|data-|id$|class$|style$|slot$)/;

export function bundlePackage(dist: string): { script: string; warnings: string[] } {
  const group = new TmplGroup();
  const warnings: string[] = [];
  const attributes: Record<string, Set<string>> = {};
  const modules: string[] = [];
  const json: Record<string, unknown> = {};
  const styles: Record<string, string> = {};
  for (const entry of readdirSync(dist, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile()) continue;
    const file = path.relative(dist, path.join(entry.parentPath, entry.name));
    const name = file.replace(/\.\w+$/, '');
    const source = () => readFileSync(path.join(dist, file), 'utf8');
    switch (path.extname(file)) {
      case '.wxml': {
        const text = source();
        for (const warning of group.addTmpl(name, text) ?? []) warnings.push(`${warning.path}:${warning.startLine} ${warning.message}`);
        noteAttributes(text, attributes);
        break;
      }
      case '.wxs':
        group.addScript(name, source());
        break;
      case '.json':
        json[name] = JSON.parse(source());
        break;
      case '.wxss':
        styles[file] = source();
        break;
      case '.js':
        modules.push(`${JSON.stringify(name)}:function(${[...GIVEN, ...HIDDEN].join(',')}){${source()}\n}`);
    }
  }
  group.addTmpl('host/slot', '<slot />');
  const components = Object.fromEntries(Object.entries(attributes).filter(([tag]) => !NOT_COMPONENTS.has(tag)).map(([tag, names]) => [tag, [...names]]));
  const script = `window.weappPackage={templates:${group.getTmplGenObjectGroups()},modules:{${modules.join(',\n')}},json:${JSON.stringify(json)},styles:${JSON.stringify(styles)},components:${JSON.stringify(components)}};`;
  return { script, warnings };
}

function noteAttributes(template: string, attributes: Record<string, Set<string>>): void {
  for (const [, tag = '', text = ''] of template.matchAll(/<([a-z][\w-]*)((?:\s+[\w:-]+(?:="[^"]*")?)*)\s*\/?>/g)) {
    const names = (attributes[tag] ??= new Set());
    for (const [, name = ''] of text.matchAll(/\s([\w:-]+)(?==|\s|$)/g)) if (!ENGINE_ATTRIBUTE.test(name)) names.add(name);
  }
}
