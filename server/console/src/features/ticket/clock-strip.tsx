import { CheckOutlined, QuestionCircleOutlined } from '@ant-design/icons';
import type { ClockView } from '@shouwen/shared/contract/ticket';
import { formatDeadline, formatInstant } from '@shouwen/shared/value';
import { KeyPopover } from '../../keyboard/key-popover';
import { Countdown, durationText } from '../../ui/countdown';
import { useNow } from '../../ui/now';
import styles from './clock-strip.module.css';

/** Every deadline says how it came about (TL-9). */
export function ClockStrip({ clocks }: { clocks: readonly ClockView[] }) {
  const now = useNow(30_000);
  if (clocks.length === 0) return null;
  return (
    <div className={styles.strip}>
      {clocks.map((clock) => {
        const late = clock.overdue || clock.state === 'missed';
        const soon = clock.state === 'running' && !late && clock.dueAt !== null && Date.parse(clock.dueAt) - now < 2 * 3_600_000;
        return (
          <KeyPopover key={clock.clock} placement="bottomLeft" title={`${clock.label}时限怎么算的`} content={<Why clock={clock} />}>
            <button type="button" data-clock className={styles.clock} data-tone={late ? 'late' : soon ? 'soon' : clock.state}>
              <small>{clock.label}<QuestionCircleOutlined /></small>
              <span>{stateText(clock)}</span>
              {clock.dueAt && clock.state !== 'waiting-materials' && <em>{clock.state === 'running' ? `${formatDeadline(clock.dueAt)} 前` : `时限 ${formatDeadline(clock.dueAt)}`}</em>}
            </button>
          </KeyPopover>
        );
      })}
    </div>
  );
}

function stateText(clock: ClockView) {
  if (clock.state === 'waiting-materials') return '等材料，不计时';
  if (clock.state === 'met') return <><CheckOutlined /> 按时</>;
  if (clock.state === 'missed') return clock.dueAt && clock.stoppedAt ? `迟 ${durationText(Date.parse(clock.stoppedAt) - Date.parse(clock.dueAt))}` : '超时';
  return <Countdown dueAt={clock.dueAt} overdue={clock.overdue} strong />;
}

function Why({ clock }: { clock: ClockView }) {
  return (
    <div className={styles.why}>
      <ol>{clock.why.map((line, index) => <li key={index}>{line}</li>)}</ol>
      {clock.stoppedAt && <p>完成于 {formatInstant(clock.stoppedAt)}</p>}
    </div>
  );
}
