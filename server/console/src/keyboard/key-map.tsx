import { Modal } from 'antd';
import { KeyCap } from './key-cap';
import { useActiveKeys, useKeys } from './keyboard';
import styles from './key-map.module.css';

export function KeyMap({ onClose }: { onClose: () => void }) {
  const groups = useActiveKeys();
  useKeys('', [{ keys: 'escape', label: '关闭', run: onClose }], { exclusive: true });
  return (
    <Modal open title="键盘操作" footer={null} width={760} onCancel={onClose}>
      <div className={styles.groups}>
        {groups.map((group) => (
          <section key={group.title}>
            <h3>{group.title}</h3>
            <dl>
              {group.bindings.map((binding) => (
                <div key={binding.keys}>
                  <dt>{binding.label}</dt>
                  <dd><KeyCap keys={binding.keys} /></dd>
                </div>
              ))}
            </dl>
          </section>
        ))}
      </div>
    </Modal>
  );
}
