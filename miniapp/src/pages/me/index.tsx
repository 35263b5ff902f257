import { Text, View } from '@tarojs/components';
import { logout, me } from '@shouwen/shared/contract/identity';
import { call } from '@/api/call';
import { queries, useAnswer, useConfiguration } from '@/api/query';
import { forget, useMayAsk } from '@/api/session';
import { signsInSilently } from '@/platform/login';
import { open } from '@/platform/navigation';
import { callPhone } from '@/platform/phone';
import { routes } from '@/routes';
import { List, ListItem } from '@/ui/card';
import { forgetDrafts } from '@/ui/draft';
import { Icon } from '@/ui/icon';
import { Screen } from '@/ui/screen';
import { SignInGate } from '@/ui/sign-in-gate';
import { textSizes, useTextSize } from '@/ui/text-size';
import './index.scss';

export default function Me() {
  const mayAsk = useMayAsk();
  const profile = useAnswer(me).data;
  const configuration = useConfiguration();
  const { size, setSize } = useTextSize();
  const leave = async () => {
    // Signed out on this device whether or not the server could be told.
    await call(logout).catch(() => undefined);
    forget('resident');
    forgetDrafts();
    queries.removeQueries({ predicate: ({ queryKey }) => queryKey[0] === 'resident' });
  };
  return (
    <Screen tab={routes.me}>
      {mayAsk ? (
        <View className='card'>
          <View className='person'>
            <View className='person-face'>
              <Icon name='me' />
            </View>
            <View className='grow'>
              <View className='heading'>{profile?.phoneMasked ?? '微信用户'}</View>
              <View className='muted'>{profile ? (profile.boundAccountCount > 0 ? `已绑定 ${profile.boundAccountCount} 个户号` : '还没有绑定户号') : '　'}</View>
            </View>
          </View>
        </View>
      ) : (
        <View className='card'>
          <SignInGate>{null}</SignInGate>
        </View>
      )}
      <List>
        <ListItem icon='home' id='me-accounts' onTap={() => open(routes.accounts)}>我的户号</ListItem>
        <ListItem icon='receipt' id='me-payments' onTap={() => open(routes.payments)}>缴费记录和收据</ListItem>
        <ListItem icon='file' id='me-invoices' onTap={() => open(routes.invoices)}>电子发票</ListItem>
        <ListItem icon='wallet' id='me-relatives' onTap={() => open(routes.payForRelative)}>帮家人缴水费</ListItem>
        <ListItem icon='calendar' id='me-appointments' onTap={() => open(routes.appointments)}>我的预约</ListItem>
        <ListItem icon='progress' onTap={() => open(routes.progress)}>办理进度</ListItem>
      </List>
      <View className='card'>
        <View className='row'>
          <Icon name='text' className='water' />
          <Text className='heading'>文字大小</Text>
        </View>
        <View className='text-sizes'>
          {textSizes.map(({ value, label }, index) => (
            <View key={value} id={`text-${value}`} className={`text-size text-size-${index} ${size === value ? 'text-size-on' : ''}`} onClick={() => setSize(value)}>
              {label}
            </View>
          ))}
        </View>
      </View>
      <List>
        {configuration && (
          <ListItem icon='phone' onTap={() => callPhone(configuration.hotlinePhone)}>
            <Text className='digits'>客服热线 {configuration.hotlinePhone}</Text>
          </ListItem>
        )}
        <ListItem icon='lock' id='me-about' onTap={() => open(routes.about)}>关于与隐私</ListItem>
        <ListItem icon='tools' id='me-crew' onTap={() => open(routes.crewOrders)}>
          <View>抢修人员入口</View>
          <View className='muted small'>供水公司抢修人员使用</View>
        </ListItem>
        {/* Where WeChat signs in by itself, leaving would not last. */}
        {mayAsk && !signsInSilently && <ListItem icon='exit' id='sign-out' onTap={() => void leave()}>退出登录</ListItem>}
      </List>
    </Screen>
  );
}
