import { useState, type ReactNode } from 'react';
import { signIn, useMayAsk } from '@/api/session';
import { say } from '@/platform/phone';
import { State } from './state';

/** Resident pages in a browser: asks to sign in first. The mini-program signs in by itself and never shows this. */
export function SignInGate({ children }: { children: ReactNode }) {
  const mayAsk = useMayAsk();
  const [busy, setBusy] = useState(false);
  if (mayAsk) return <>{children}</>;
  const start = () => {
    setBusy(true);
    signIn({ byTap: true })
      .catch((reason: Error) => say(reason.message))
      .finally(() => setBusy(false));
  };
  return (
    <State id='sign-in' icon='me' title='请先登录' action={{ text: '微信登录', onTap: start, busy }}>
      登录后可以缴费、查看办理进度和您的预约。
    </State>
  );
}
