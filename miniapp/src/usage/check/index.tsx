import { View } from '@tarojs/components';
import { useConfiguration } from '@/api/query';
import { open } from '@/platform/navigation';
import { callPhone } from '@/platform/phone';
import { routes } from '@/routes';
import { Button } from '@/ui/button';
import { Card, Notice } from '@/ui/card';
import { Screen } from '@/ui/screen';

const steps: [title: string, text: string][] = [
  ['晚上睡觉前，关好所有水龙头', '洗衣机、热水器、饮水机也不要进水。'],
  ['记下水表的数字', '连红色的小数一起记，最好拍张照片。'],
  ['夜里不要用水，早上再看一次', '数字没动，就没有漏；数字变大，家里有地方在漏。'],
  ['先查马桶', '往水箱里滴几滴酱油，半小时不冲水。便池里的水变色，就是马桶在漏。'],
  ['再关掉表后的总阀看水表', '还在转，是表和阀门之间漏，请报给我们；不转了，是家里的水管或龙头漏，请找水电工。'],
];

/** How to find out at home, without tools, whether water runs away. */
export default function Check() {
  const configuration = useConfiguration();
  return (
    <Screen
      footer={
        <>
          <Button id='report-leak' icon='leak' onTap={() => open(routes.reportLeak)}>找到漏水，报给我们</Button>
          {configuration && <Button kind='secondary' icon='phone' onTap={() => callPhone(configuration.hotlinePhone)}>打热线问一问</Button>}
        </>
      }
    >
      <Notice>滴水的龙头一个月能流掉 1～2 m³，漏水的马桶一个月能流掉 20 m³ 以上。</Notice>
      {steps.map(([title, text], index) => (
        <Card key={title}>
          <View className='heading'>{index + 1}. {title}</View>
          <View>{text}</View>
        </Card>
      ))}
    </Screen>
  );
}
