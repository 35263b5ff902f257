import { View } from '@tarojs/components';
import { guides } from '@shouwen/shared/contract/application';
import { useAnswer } from '@/api/query';
import { open, useParameters } from '@/platform/navigation';
import { routes } from '@/routes';
import { Button } from '@/ui/button';
import { Card, Pair } from '@/ui/card';
import { Screen } from '@/ui/screen';
import { Answered, Failed } from '@/ui/state';

/** TL-5 in advance: what to have ready, what happens, and how long it takes. */
export default function Guide() {
  const { category } = useParameters();
  const answer = useAnswer(guides, { as: 'anyone' });
  const guide = answer.data?.items.find((item) => item.category === category);
  return (
    <Screen footer={guide && <Button id='begin' onTap={() => open(routes.applyForm, { category: guide.category })}>开始申请</Button>}>
      <Answered answer={answer}>
        {() =>
          guide ? (
            <>
              <View>
                <View className='title'>{guide.label}</View>
                <View className='muted'>{guide.about}</View>
              </View>
              <View className='section-title'>多久办好</View>
              <Card>
                {guide.limits.map((limit) => {
                  const [name = '', text = ''] = limit.split('：');
                  return <Pair key={limit} name={name === '办结' ? '全部办完' : name} strong>{text}</Pair>;
                })}
                <View className='muted small'>从您提交的第二天算起；材料不齐的，补齐后的第二天从头算</View>
              </Card>
              <View className='section-title'>要准备的材料（{guide.materials.length} 样）</View>
              <Card>
                <View className='muted small'>有照片的可以先拍照上传；原件上门或到厅时再看</View>
                {guide.materials.map((material, index) => (
                  <View key={material.code}>
                    <View className='strong'>{index + 1}. {material.name}</View>
                    <View className='muted small'>{material.howToGet}</View>
                  </View>
                ))}
              </Card>
              <View className='section-title'>怎么办</View>
              <Card>
                {['提交申请，有专人负责到底', '受理，给您受理通知单', ...guide.steps.map((step) => step.label), '核对后答复您'].map((line, index) => (
                  <View key={line}>{index + 1}. {line}</View>
                ))}
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
