import { Popover, type PopoverProps } from 'antd';
import { useState, type ReactNode } from 'react';
import { useKeys } from './keyboard';

/** Opens on click, closes with Esc before anything behind it does. */
export function KeyPopover({ content, children, ...props }: Omit<PopoverProps, 'open' | 'onOpenChange' | 'trigger' | 'content'> & { content: ReactNode }) {
  const [open, setOpen] = useState(false);
  return (
    <Popover {...props} trigger={['click']} open={open} onOpenChange={setOpen} destroyOnHidden content={<Closing onClose={() => setOpen(false)}>{content}</Closing>}>
      {children}
    </Popover>
  );
}

function Closing({ onClose, children }: { onClose: () => void; children: ReactNode }) {
  useKeys('', [{ keys: 'escape', label: '关闭', run: onClose, hidden: true }]);
  return children;
}
