import { Button as TaroButton, View, type ButtonProps } from '@tarojs/components';
import type { ReactNode } from 'react';
import { Icon, type IconName } from './icon';

interface Props {
  children: ReactNode;
  kind?: 'primary' | 'secondary' | 'plain' | 'danger';
  icon?: IconName;
  small?: boolean;
  busy?: boolean;
  /** Looks unavailable, but still says why when tapped. */
  off?: boolean;
  id?: string;
  onTap?: () => void;
  /** WeChat's own abilities, e.g. `getPhoneNumber`. */
  open?: Pick<ButtonProps, 'openType' | 'onGetPhoneNumber' | 'onAgreePrivacyAuthorization'>;
}

export function Button({ children, kind = 'primary', icon, small = false, busy = false, off = false, id, onTap, open }: Props) {
  const classes = ['button', `button-${kind}`, small ? 'button-small' : '', off ? 'button-off' : ''].filter(Boolean).join(' ');
  return (
    <TaroButton id={id} className={classes} hoverClass='button-hover' onClick={busy ? undefined : onTap} {...open}>
      {busy ? <View className='spinner' /> : icon ? <Icon name={icon} /> : null}
      {children}
    </TaroButton>
  );
}
