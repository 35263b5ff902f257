import { View } from '@tarojs/components';
import { accountUsage, checkedAlert, usageAlerts, type UsageAlert } from '@shouwen/shared/contract/usage';
import { useIntent } from '@/api/intent';
import { outdate } from '@/api/query';
import { open } from '@/platform/navigation';
import { say } from '@/platform/phone';
import { routes } from '@/routes';
import { Button } from './button';
import { Notice } from './card';
import { FormError } from './form';

/** Water may be running away in the house: what was seen, how to look, and whom to call. */
export function UsageAlertCard({ alert }: { alert: UsageAlert }) {
  const checked = useIntent(checkedAlert);
  const done = async () => {
    if (!(await checked.run({ path: { billId: alert.billId } }))) return;
    outdate(usageAlerts, accountUsage);
    say('好的，这一期不再提醒');
  };
  return (
    <View className='card' id={`usage-alert-${alert.accountId}`}>
      <Notice tone='warn'>
        <View className='strong'>用水比平时多</View>
        <View>{alert.sentence}</View>
      </Notice>
      <View className='muted small digits'>户号 {alert.accountNumber}　{alert.addressMasked}</View>
      <Button icon='meter' onTap={() => open(routes.leakCheck, { accountId: alert.accountId })}>教我自己查</Button>
      <FormError error={checked.error} />
      <Button kind='secondary' busy={checked.pending} onTap={() => void done()}>查过了，没有漏</Button>
    </View>
  );
}
