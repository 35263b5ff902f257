import { toHalfWidth } from '@shouwen/shared/value';
import { createContext, use, useEffect, useRef, useState, type ReactNode } from 'react';

/**
 * One key of a view. `keys` is `j`, `?`, `g m` (one after the other), `ctrl+enter`, `alt+1`, `f8` or `escape`. Plain characters rest while
 * somebody types; keys with ctrl or alt, function keys and Escape always work.
 */
export interface KeyBinding {
  keys: string;
  label: string;
  run: () => void;
  /** Left out of the key map, e.g. a second spelling of another key. */
  hidden?: boolean;
  /** Asked at the moment of the key; when false the key keeps its usual meaning. */
  when?: () => boolean;
}
interface Layer {
  title: string;
  bindings: readonly KeyBinding[];
  exclusive: boolean;
  urgent: boolean;
}
interface Keyboard {
  layers: Layer[];
}

const KeyboardContext = createContext<Keyboard | null>(null);
const SEQUENCE_MS = 1200;

export function KeyboardProvider({ children }: { children: ReactNode }) {
  const [keyboard] = useState<Keyboard>(() => ({ layers: [] }));
  useEffect(() => {
    let first = '';
    let timer = 0;
    const onKeyDown = (event: KeyboardEvent) => {
      // While an input method composes, every key is the composition's.
      if (event.isComposing || event.keyCode === 229 || event.defaultPrevented) return;
      const key = spell(event);
      // Commands come before the control that has the focus (a select would open on Ctrl+Enter); all else comes after it.
      if (key === null || isCommand(key) !== (event.eventPhase === Event.CAPTURING_PHASE)) return;
      if (isTyping(event.target) && !worksWhileTyping(key)) return;
      const spelled = first === '' ? key : `${first} ${key}`;
      first = '';
      clearTimeout(timer);
      const all = reachable(keyboard.layers).filter((b) => b.when?.() ?? true);
      const binding = all.find((b) => b.keys === spelled);
      if (binding) {
        event.preventDefault();
        event.stopPropagation();
        binding.run();
      } else if (key === 'escape' && isTyping(event.target)) {
        // Out of the field, so that plain keys (g x, j, 1) mean something again.
        event.target.blur();
      } else if (all.some((b) => b.keys.startsWith(`${spelled} `))) {
        first = spelled;
        timer = window.setTimeout(() => (first = ''), SEQUENCE_MS);
      }
    };
    document.addEventListener('keydown', onKeyDown, true);
    document.addEventListener('keydown', onKeyDown);
    return () => {
      document.removeEventListener('keydown', onKeyDown, true);
      document.removeEventListener('keydown', onKeyDown);
    };
  }, [keyboard]);
  return <KeyboardContext value={keyboard}>{children}</KeyboardContext>;
}

/**
 * The view's keys while it is mounted; a later layer wins over an earlier one. An `exclusive` layer (a dialog) hides all before it; an
 * `urgent` one (a ringing call) wins over all, whatever was opened since.
 */
export function useKeys(
  title: string,
  bindings: readonly (KeyBinding | false | null | undefined)[],
  { enabled = true, exclusive = false, urgent = false }: { enabled?: boolean; exclusive?: boolean; urgent?: boolean } = {},
): void {
  const keyboard = use(KeyboardContext);
  const layer = useRef<Layer>({ title, bindings: [], exclusive, urgent });
  useEffect(() => {
    layer.current.title = title;
    layer.current.bindings = bindings.filter((b): b is KeyBinding => !!b);
  });
  useEffect(() => {
    if (!keyboard || !enabled) return;
    const mine = layer.current;
    keyboard.layers.push(mine);
    return () => {
      keyboard.layers = keyboard.layers.filter((other) => other !== mine);
    };
  }, [keyboard, enabled]);
}

/** Every key that works now, for the key map; read once, when the map opens. */
export function useActiveKeys(): { title: string; bindings: readonly KeyBinding[] }[] {
  const keyboard = use(KeyboardContext);
  const [groups] = useState(() => {
    const byTitle = new Map<string, KeyBinding[]>();
    for (const layer of keyboard?.layers ?? []) byTitle.set(layer.title, [...(byTitle.get(layer.title) ?? []), ...layer.bindings.filter((b) => !b.hidden)]);
    return [...byTitle].map(([title, bindings]) => ({ title, bindings })).filter((group) => group.bindings.length > 0);
  });
  return groups;
}

function reachable(layers: readonly Layer[]): KeyBinding[] {
  const latestFirst = [...layers].reverse();
  const bindings = latestFirst.filter((layer) => layer.urgent).flatMap((layer) => layer.bindings);
  for (const layer of latestFirst) {
    bindings.push(...layer.bindings);
    if (layer.exclusive) break;
  }
  return bindings;
}

function spell(event: KeyboardEvent): string | null {
  // A Chinese keyboard may send ？ for ?.
  const key = toHalfWidth(event.key).toLowerCase();
  if (key === 'control' || key === 'alt' || key === 'shift' || key === 'meta' || key === 'process' || key === 'dead') return null;
  const control = event.ctrlKey || event.metaKey ? 'ctrl+' : '';
  return `${control}${event.altKey ? 'alt+' : ''}${key}`;
}

function isTyping(target: EventTarget | null): target is HTMLElement {
  if (!(target instanceof HTMLElement)) return false;
  if (target.isContentEditable || target instanceof HTMLTextAreaElement || target instanceof HTMLSelectElement) return true;
  return target instanceof HTMLInputElement && !['checkbox', 'radio', 'button', 'submit', 'file'].includes(target.type);
}

function worksWhileTyping(key: string): boolean {
  return key === 'escape' || isCommand(key);
}

function isCommand(key: string): boolean {
  return key.startsWith('ctrl+') || key.startsWith('alt+') || /^f\d+$/.test(key);
}
