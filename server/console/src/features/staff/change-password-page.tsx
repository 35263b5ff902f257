import { changePassword } from '@shouwen/shared/contract/staff';
import { Button, Input } from 'antd';
import { useNavigate } from 'react-router';
import { useContractForm } from '../../field/contract-form';
import { useStaff } from '../../session/session';
import { Field } from '../../ui/field';
import { showNotice } from '../../ui/notice';
import { Refusal } from '../../ui/refusal';
import styles from './change-password-page.module.css';
import { useChangePassword, useSignOut } from './staff.calls';

/** Chosen by the person: before anything else when the administrator gave a one-time password, at will otherwise. */
export function ChangePasswordPage() {
  const staff = useStaff();
  const navigate = useNavigate();
  const change = useChangePassword();
  const signOut = useSignOut();
  const form = useContractForm(changePassword, { current: '', next: '', again: '' }, ({ current, next }) => ({ current, next }));
  const { values, errors } = form;
  const submit = () => {
    const body = form.check(values.next === values.again ? [] : [{ path: 'again', message: '两次填写的新密码不一样' }]);
    if (!body || change.isPending) return;
    change.mutate({ body }, {
      onError: form.refuse,
      onSuccess: () => {
        form.reset();
        showNotice({ id: 'password', tone: 'done', text: '密码已修改', detail: '在别处的登录已全部退出' });
        void navigate('/', { replace: true });
      },
    });
  };
  return (
    <div className={styles.page}>
      <form ref={form.ref} className={styles.form} noValidate onSubmit={(event) => { event.preventDefault(); submit(); }}>
        <h1>{staff.mustChangePassword ? '请先设置自己的密码' : '修改密码'}</h1>
        <p>{staff.name}（{staff.staffNumber}）{staff.mustChangePassword && '：管理员给您的是一次性密码，换成自己的密码后才能开始工作。'}</p>
        <Refusal error={change.error} />
        <Field name="current" label={staff.mustChangePassword ? '一次性密码' : '原密码'} required error={errors.current}>
          <Input.Password autoFocus autoComplete="current-password" value={values.current} onChange={(e) => form.set('current', e.target.value)} />
        </Field>
        <Field name="next" label="新密码" required hint="至少 10 位，不能含工号" error={errors.next}>
          <Input.Password autoComplete="new-password" value={values.next} onChange={(e) => form.set('next', e.target.value)} />
        </Field>
        <Field name="again" label="再填一次新密码" required error={errors.again}>
          <Input.Password autoComplete="new-password" value={values.again} onChange={(e) => form.set('again', e.target.value)} />
        </Field>
        <Button type="primary" size="large" htmlType="submit" loading={change.isPending}>保存新密码</Button>
        {staff.mustChangePassword ? <Button type="link" onClick={() => signOut.mutate()}>退出登录</Button> : <Button type="link" onClick={() => void navigate(-1)}>返回</Button>}
      </form>
    </div>
  );
}
