import styles from './key-cap.module.css';

const names: Record<string, string> = { enter: 'Enter', escape: 'Esc', ctrl: 'Ctrl', alt: 'Alt', arrowdown: '↓', arrowup: '↑', arrowleft: '←', arrowright: '→' };

/** How a key looks on the screen: `ctrl+enter` → Ctrl Enter. */
export function KeyCap({ keys, quiet = false }: { keys: string; quiet?: boolean }) {
  return (
    <span className={quiet ? styles.quiet : styles.keys} aria-hidden="true">
      {keys.split(/[ +]/).map((key, index) => (
        <kbd key={index}>{names[key] ?? (key.length === 1 || /^f\d/.test(key) ? key.toUpperCase() : key)}</kbd>
      ))}
    </span>
  );
}
