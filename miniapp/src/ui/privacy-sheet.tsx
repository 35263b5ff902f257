import { View } from '@tarojs/components';
import { useSyncExternalStore } from 'react';
import { currentPrivacyQuestion, onPrivacyQuestion, openPrivacyContract } from '@/platform/privacy';
import { Button } from './button';
import { Sheet } from './sheet';

const AGREE = 'privacy-agree';

/** WeChat asks for consent at first use of photos, place or phone number, and wants it given by a tap on its own kind of button. */
export function PrivacySheet() {
  const question = useSyncExternalStore(onPrivacyQuestion, currentPrivacyQuestion);
  if (!question) return null;
  return (
    <Sheet title='隐私保护提示' onClose={question.refused}>
      <View>照片、位置和手机号只用来办理您提交的事项，方便抢修人员找到地方、工作人员联系您。不会用作别的用途。</View>
      {openPrivacyContract && (
        <Button kind='plain' small onTap={openPrivacyContract}>
          查看《隐私保护指引》全文
        </Button>
      )}
      <Button id={AGREE} open={{ openType: 'agreePrivacyAuthorization', onAgreePrivacyAuthorization: () => question.agreed(AGREE) }}>
        同意并继续
      </Button>
      <Button kind='secondary' onTap={question.refused}>
        不同意
      </Button>
    </Sheet>
  );
}
