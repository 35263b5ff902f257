import { View } from '@tarojs/components';
import { useState } from 'react';
import { staffLogin } from '@shouwen/shared/contract/staff';
import { useIntent } from '@/api/intent';
import { keepCrewSession } from '@/api/session';
import { replaceWith } from '@/platform/navigation';
import { routes } from '@/routes';
import { Button } from '@/ui/button';
import { Card } from '@/ui/card';
import { TextField } from '@/ui/field';
import { FormError } from '@/ui/form';
import { Screen } from '@/ui/screen';

export default function CrewLogin() {
  const [staffNumber, setStaffNumber] = useState('');
  const [password, setPassword] = useState('');
  const intent = useIntent(staffLogin, { as: 'anyone' });
  const problems = intent.problems({ staffNumber, password });
  const send = async () => {
    const session = await intent.run({ body: { staffNumber, password } });
    if (!session) return;
    keepCrewSession(session);
    replaceWith(routes.crewOrders);
  };
  return (
    <Screen>
      <View>
        <View className='title'>抢修人员登录</View>
        <View className='muted'>只供本公司抢修人员使用，居民请返回首页。</View>
      </View>
      <Card>
        <TextField id='staff-number' label='工号' large max={12} value={staffNumber} onChange={setStaffNumber} problem={problems.staffNumber} />
        <TextField id='password' label='密码' keyboard='password' max={200} value={password} onChange={setPassword} problem={problems.password} />
        <FormError error={intent.error} />
        <Button id='crew-sign-in' busy={intent.pending} onTap={() => void send()}>
          登录
        </Button>
      </Card>
    </Screen>
  );
}
