import { Text, View } from '@tarojs/components';
import type { ReactNode } from 'react';
import { Button } from './button';

/** Something to settle before going on, from the bottom of the page. */
export function Sheet({ title, onClose, children, id }: { title: string; onClose: () => void; children: ReactNode; id?: string }) {
  return (
    <View className='sheet' id={id} catchMove>
      <View className='sheet-back' onClick={onClose} />
      <View className='sheet-panel'>
        <Text className='title'>{title}</Text>
        {children}
      </View>
    </View>
  );
}

interface DialogProps {
  title: string;
  children: ReactNode;
  confirm: { text: string; onTap: () => void; busy?: boolean; danger?: boolean };
  cancelText?: string;
  onClose: () => void;
}
/** A question with one yes and one no. */
export function Dialog({ title, children, confirm, cancelText = '不了', onClose }: DialogProps) {
  return (
    <Sheet title={title} onClose={onClose}>
      <View>{children}</View>
      <Button id='dialog-confirm' kind={confirm.danger ? 'danger' : 'primary'} busy={confirm.busy ?? false} onTap={confirm.onTap}>
        {confirm.text}
      </Button>
      <Button id='dialog-cancel' kind='secondary' onTap={onClose}>
        {cancelText}
      </Button>
    </Sheet>
  );
}
