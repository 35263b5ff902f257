import { type PropsWithChildren } from 'react';
// First: takes the login code out of the address before the router reads it.
import '@/platform/login';
import { QueryClientProvider, onlineManager } from '@tanstack/react-query';
import { useLaunch, usePageNotFound } from '@tarojs/taro';
import { queries } from '@/api/query';
import { resumeSession } from '@/api/session';
import { watchNetwork } from '@/platform/device';
import { goHome } from '@/platform/navigation';
import { say } from '@/platform/phone';
import { TextSizeProvider } from '@/ui/text-size';
import './app.scss';

export default function App({ children }: PropsWithChildren) {
  useLaunch(() => {
    watchNetwork((online) => onlineManager.setOnline(online));
    resumeSession().catch((reason: Error) => say(reason.message));
  });
  // An old or mistyped link would else show nothing at all.
  usePageNotFound(goHome);
  return (
    <QueryClientProvider client={queries}>
      <TextSizeProvider>{children}</TextSizeProvider>
    </QueryClientProvider>
  );
}
