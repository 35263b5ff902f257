import { View } from '@tarojs/components';
import { myApplication, type MyApplication } from '@shouwen/shared/contract/application';
import { groupTicketNumber } from '@shouwen/shared/value';
import { applicationStageLabels } from '@shouwen/shared/vocabulary';
import { useAnswer } from '@/api/query';
import { openDocument } from '@/platform/files';
import { open, useParameters } from '@/platform/navigation';
import { say } from '@/platform/phone';
import { routes } from '@/routes';
import { Button } from '@/ui/button';
import { Card, Pair, Tag } from '@/ui/card';
import { useNow } from '@/ui/form';
import { Icon } from '@/ui/icon';
import { Screen } from '@/ui/screen';
import { SignInGate } from '@/ui/sign-in-gate';
import { Answered } from '@/ui/state';
import { momentInWords } from '@/ui/words';

/** What was asked for, what was approved, how far it is, and the acceptance slip (AP-2). */
export default function Application() {
  const number = useParameters().number ?? '';
  const answer = useAnswer(myApplication, { path: { number } });
  return (
    <Screen footer={answer.data && <Button id='progress' onTap={() => open(routes.ticket, { number })}>看办理进度</Button>}>
      <SignInGate>
        <Answered answer={answer} cards={2}>{(application) => <Case application={application} />}</Answered>
      </SignInGate>
    </Screen>
  );
}

function Case({ application }: { application: MyApplication }) {
  const now = useNow();
  const { slipUrl, steps, rows } = application;
  const stopped = steps.some((step) => step.signed?.passed === false);
  const next = application.acceptedAt !== null && !stopped ? steps.find((step) => step.signed === null) : undefined;
  return (
    <>
      <View>
        <View className='row row-between'>
          <View className='title'>{application.label}</View>
          <Tag tone='water'>{application.stage === 'ready' || application.stage === 'checked' ? '核对中' : applicationStageLabels[application.stage]}</Tag>
        </View>
        <View className='muted digits'>单号 {groupTicketNumber(application.number)}</View>
      </View>
      {slipUrl && (
        <Button id='slip' kind='secondary' icon='file' onTap={() => void openDocument(API_BASE + slipUrl).catch(() => say('没有打开，请稍后再试'))}>
          看受理通知单
        </Button>
      )}
      <View className='section-title'>您申请的</View>
      <Card>
        {rows.map((row) => (
          <View key={row.code}>
            <Pair name={row.label}>{row.requested}</Pair>
            {row.differs && <View className='bad small'>批准的是：{row.approved}</View>}
          </View>
        ))}
      </Card>
      <View className='section-title'>办到哪一步了</View>
      <Card>
        {steps.map((step) => (
          <View key={step.step} className='row row-top'>
            <Icon name={step.signed ? (step.signed.passed ? 'done' : 'fault') : 'clock'} className={step.signed ? (step.signed.passed ? 'good' : 'bad') : step === next ? 'water' : 'muted'} />
            <View className='grow'>
              <View className='strong'>{step.label}</View>
              <View className='muted small'>{step.signed ? `${step.signed.passed ? '已办完' : '没有通过'}　${momentInWords(step.signed.at, now)}` : step === next ? '正在办' : stopped ? '先不办' : '还没到'}</View>
              {step.signed && !step.signed.passed && step.signed.note !== '' && <View>{step.signed.note}</View>}
            </View>
          </View>
        ))}
      </Card>
    </>
  );
}
