import { Text, View } from '@tarojs/components';
import { useState } from 'react';
import { services } from '@shouwen/shared/contract/appointment';
import { useAnswer } from '@/api/query';
import { open, useParameters } from '@/platform/navigation';
import { say } from '@/platform/phone';
import { routes } from '@/routes';
import { Button } from '@/ui/button';
import { Card, Pair } from '@/ui/card';
import { Option } from '@/ui/choice';
import { Screen } from '@/ui/screen';
import { Answered, Failed } from '@/ui/state';
import './index.scss';

/** QU-1, TL-5 in advance: the materials are seen and confirmed before a time is chosen. */
export default function Service() {
  const id = Number(useParameters().id);
  const answer = useAnswer(services, { as: 'anyone' });
  const [confirmed, setConfirmed] = useState(false);
  const service = answer.data?.items.find((item) => item.id === id);
  const next = () => {
    if (confirmed) open(routes.bookTime, { serviceId: id });
    else say('请先看材料，再点“我看清了”');
  };
  return (
    <Screen
      footer={
        service && (
          <>
            <Option id='materials-confirmed' square on={confirmed} onTap={() => setConfirmed(!confirmed)}>
              <Text className='strong'>我看清了，会带齐这些材料</Text>
            </Option>
            <Button id='next' off={!confirmed} onTap={next}>
              下一步，选时间
            </Button>
          </>
        )
      }
    >
      <Answered answer={answer}>
        {() =>
          service ? (
            <>
              <View>
                <View className='title'>{service.name}</View>
                <View className='muted'>{service.summary}</View>
              </View>
              <View className='section-title'>要带的材料（{service.materials.length} 样）</View>
              <Card>
                {service.materials.length === 0 && <View>不用带材料，人来就行。</View>}
                {service.materials.map((material, index) => (
                  <View key={material.name} className='row row-top'>
                    <View className='material-number'>{index + 1}</View>
                    <View className='grow'>
                      <View className='strong'>{material.name}</View>
                      {material.howToGet !== '' && <View className='muted small'>{material.howToGet}</View>}
                    </View>
                  </View>
                ))}
              </Card>
              <View className='section-title'>怎么办</View>
              <Card>
                {service.process.map((line, index) => (
                  <View key={line}>
                    {index + 1}. {line}
                  </View>
                ))}
                <View className='divider' />
                <Pair name='费用'>{service.fee}</Pair>
                <Pair name='办理时限'>{service.limit}</Pair>
              </Card>
            </>
          ) : (
            <Failed error={{ message: '没有找到这项业务，可能已经调整', offline: false }} onRetry={() => void answer.refetch()} />
          )
        }
      </Answered>
    </Screen>
  );
}
