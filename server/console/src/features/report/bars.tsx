import { formatFen } from '@shouwen/shared/value';
import styles from './report.module.css';

export interface Bar {
  name: string;
  total: number;
  parts: readonly { name: string; fen: number }[];
}
const WIDTH = 1000;
const HEIGHT = 130;
const MOST = 62;

/** A look at the figures of the table below: stacked bars, drawn by hand, so that no chart library is loaded for them. */
export function Bars({ label, rows }: { label: string; rows: readonly Bar[] }) {
  if (rows.length < 2 || rows.length > MOST) return null;
  const most = Math.max(...rows.map(({ total }) => total), 1);
  const step = WIDTH / rows.length;
  const every = Math.ceil(rows.length / 12);
  return (
    <figure className={styles.bars}>
      <figcaption>{label} {rows[0]!.parts.map(({ name }, i) => <span key={name} data-part={i}><i />{name}</span>)}</figcaption>
      <svg viewBox={`0 0 ${WIDTH} ${HEIGHT + 18}`} role="img" aria-label={`${label}，最高 ${formatFen(most)} 元`} preserveAspectRatio="none">
        {rows.map(({ name, total, parts }, i) => {
          let top = HEIGHT;
          return (
            <g key={name}>
              <title>{`${name}：${formatFen(total)} 元`}</title>
              {parts.map((part, at) => {
                const height = (part.fen / most) * (HEIGHT - 4);
                top -= height;
                return height > 0 && <rect key={part.name} data-part={at} x={i * step + step * 0.12} y={top} width={step * 0.76} height={height} />;
              })}
              {i % every === 0 && <text x={i * step + step / 2} y={HEIGHT + 14} textAnchor="middle">{name.slice(-5)}</text>}
            </g>
          );
        })}
        <line x1={0} x2={WIDTH} y1={HEIGHT} y2={HEIGHT} />
      </svg>
    </figure>
  );
}
