import { QueryClientProvider } from '@tanstack/react-query';
import { App as AntApp, ConfigProvider } from 'antd';
import zhCN from 'antd/locale/zh_CN';
import dayjs from 'dayjs';
import 'dayjs/locale/zh-cn';
import { RouterProvider } from 'react-router/dom';
import { queryClient } from '../api/query-client';
import { KeyboardProvider } from '../keyboard/keyboard';
import { theme } from '../ui/theme';
import { router } from './router';

dayjs.locale('zh-cn');

export function App() {
  return (
    <ConfigProvider locale={zhCN} theme={theme} button={{ autoInsertSpace: false }}>
      <AntApp style={{ height: '100%' }}>
        <QueryClientProvider client={queryClient}>
          <KeyboardProvider>
            <RouterProvider router={router} />
          </KeyboardProvider>
        </QueryClientProvider>
      </AntApp>
    </ConfigProvider>
  );
}
