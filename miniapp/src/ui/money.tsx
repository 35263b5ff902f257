import { Text } from '@tarojs/components';
import { formatFen } from '@shouwen/shared/value';

/** An amount in fen, shown in yuan. */
export function Money({ fen, large = false }: { fen: number; large?: boolean }) {
  return (
    <Text className={`money ${large ? 'money-large' : ''}`}>
      <Text className='money-sign'>¥</Text>
      {formatFen(fen)}
    </Text>
  );
}
