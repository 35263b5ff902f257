import { Input, Text, Textarea, View } from '@tarojs/components';
import type { ReactNode } from 'react';
import { Icon } from './icon';

interface FieldProps {
  label: string;
  /** Said beside the label, e.g. 选填. */
  aside?: string;
  hint?: ReactNode;
  problem?: string;
  children: ReactNode;
}
export function Field({ label, aside, hint, problem, children }: FieldProps) {
  return (
    <View className='field'>
      <View className='field-label'>
        {label}
        {aside && <Text className='field-aside'>（{aside}）</Text>}
      </View>
      {hint && <View className='field-hint'>{hint}</View>}
      {children}
      {problem && (
        <View className='field-problem'>
          <Icon name='fault' />
          <Text className='grow'>{problem}</Text>
        </View>
      )}
    </View>
  );
}

interface InputProps {
  id?: string;
  value: string;
  onChange: (value: string) => void;
  placeholder?: string;
  max?: number;
  /** Which keyboard the phone shows. */
  keyboard?: 'text' | 'number' | 'password';
  large?: boolean;
  faulty?: boolean;
}
export function TextInput({ id, value, onChange, placeholder, max = 120, keyboard = 'text', large = false, faulty = false }: InputProps) {
  return (
    <Input
      id={id}
      className={`input ${large ? 'input-large' : ''} ${faulty ? 'input-faulty' : ''}`}
      placeholderClass='placeholder'
      type={keyboard === 'number' ? 'number' : 'text'}
      password={keyboard === 'password'}
      value={value}
      maxlength={max}
      placeholder={placeholder ?? ''}
      onInput={(event) => onChange(event.detail.value)}
    />
  );
}

export function TextArea({ id, value, onChange, placeholder, max = 1000, faulty = false }: Omit<InputProps, 'keyboard' | 'large'>) {
  return (
    <Textarea
      id={id}
      className={`textarea ${faulty ? 'input-faulty' : ''}`}
      placeholderClass='placeholder'
      value={value}
      maxlength={max}
      placeholder={placeholder ?? ''}
      onInput={(event) => onChange(event.detail.value)}
    />
  );
}

interface LabelledProps extends InputProps {
  label: string;
  aside?: string;
  hint?: ReactNode;
  problem?: string | undefined;
}
/** Label, input and complaint in one; most forms need no more. */
export function TextField({ label, aside, hint, problem, ...input }: LabelledProps) {
  return (
    <Field label={label} {...(aside === undefined ? {} : { aside })} hint={hint} {...(problem === undefined ? {} : { problem })}>
      <TextInput {...input} faulty={problem !== undefined} />
    </Field>
  );
}
export function TextAreaField({ label, aside, hint, problem, ...input }: Omit<LabelledProps, 'keyboard' | 'large'>) {
  return (
    <Field label={label} {...(aside === undefined ? {} : { aside })} hint={hint} {...(problem === undefined ? {} : { problem })}>
      <TextArea {...input} faulty={problem !== undefined} />
    </Field>
  );
}
