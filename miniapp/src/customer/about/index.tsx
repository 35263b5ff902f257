import { View } from '@tarojs/components';
import { useConfiguration } from '@/api/query';
import { openPrivacyContract } from '@/platform/privacy';
import { Button } from '@/ui/button';
import { Card } from '@/ui/card';
import { Screen } from '@/ui/screen';

const promises: [string, string][] = [
  ['收集什么', '您填写的户号、姓名、手机号、地址，您拍的照片，您在地图上点的位置。不读取通讯录，不跟踪位置。'],
  ['用来做什么', '只用来办理您提交的缴费、报漏、投诉和预约，并把结果告诉您。照片里自带的位置信息会在上传时去掉。'],
  ['谁能看到', '姓名、电话平时只显示一部分。工作人员要看全部，必须写明理由，并留下记录。'],
  ['投诉保密', '选择“不公开我的姓名”后，只有调查这件事的人和投诉监督员能看到您是谁，被投诉的人看不到。'],
  ['怎么删除', '可以随时解除户号绑定。要删除其他资料，请拨打客服热线或到营业厅。'],
];

export default function About() {
  const configuration = useConfiguration();
  return (
    <Screen>
      <Card>
        <View className='title'>首问负责</View>
        <View>您第一个问到的工作人员，就是这件事的首问责任人：不论由哪个部门去办，都由他负责到底、答复您。每件事都有单号、有时限、能查到办到哪一步。</View>
        {configuration && <View className='muted'>{configuration.companyName}　客服热线 {configuration.hotlinePhone}</View>}
      </Card>
      <View className='section-title'>您的信息我们这样用</View>
      <Card>
        {promises.map(([name, text]) => (
          <View key={name} className='column-tight'>
            <View className='strong'>{name}</View>
            <View className='muted'>{text}</View>
          </View>
        ))}
      </Card>
      {openPrivacyContract && <Button kind='secondary' onTap={openPrivacyContract}>查看《隐私保护指引》全文</Button>}
    </Screen>
  );
}
