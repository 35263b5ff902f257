import { staffLogin } from '@shouwen/shared/contract/staff';
import { Button, Input } from 'antd';
import { useEffect } from 'react';
import { Navigate, useNavigate, useSearchParams } from 'react-router';
import { useContractForm } from '../../field/contract-form';
import { useSession } from '../../session/session';
import { Field } from '../../ui/field';
import { Refusal } from '../../ui/refusal';
import styles from './login-page.module.css';
import { useSignIn } from './staff.calls';

/** Only paths of this console; anything else would let a link send people elsewhere after the login. */
function safeNext(next: string | null): string {
  return next && /^\/(?![/\\])/.test(next) && !next.startsWith('/login') ? next : '/';
}

export function LoginPage() {
  const [search] = useSearchParams();
  const navigate = useNavigate();
  const session = useSession();
  const signIn = useSignIn();
  const form = useContractForm(staffLogin, { staffNumber: '', password: '' }, (values) => values);
  const next = safeNext(search.get('next'));

  // A wrong pair: the password is typed anew, the number stays.
  useEffect(() => {
    if (!signIn.isError) return;
    const input = form.ref.current?.querySelector<HTMLInputElement>('input[type=password]');
    input?.focus();
    input?.select();
  }, [signIn.isError, signIn.failureCount, form.ref]);

  if (session.data && !signIn.isPending) return <Navigate to={next} replace />;
  const submit = () => {
    const body = form.check();
    if (body) signIn.mutate({ body }, { onError: form.refuse, onSuccess: () => void navigate(next, { replace: true }) });
  };
  return (
    <div className={styles.page}>
      <section className={styles.story}>
        <div className={styles.mark}><img src={`${import.meta.env.BASE_URL}favicon.svg`} alt="" width={40} height={40} /><span>首问</span></div>
        <h1>第一个被问到的人，<br />负责到居民得到答复。</h1>
        <ul>
          <li>每张工单都有一位首问责任人</li>
          <li>每个时限都说得清怎么算的</li>
          <li>转给谁办，都由您答复居民</li>
        </ul>
      </section>
      <form ref={form.ref} className={styles.form} onSubmit={(event) => { event.preventDefault(); submit(); }} noValidate>
        <h2>工作台登录</h2>
        {search.get('next') && !signIn.isError && <p className={styles.note}>请先登录，登录后回到刚才的页面。</p>}
        <Refusal error={signIn.error} />
        <Field name="staffNumber" label="工号" error={form.errors.staffNumber}>
          <Input
            size="large" autoFocus autoComplete="username" inputMode="numeric" maxLength={12} aria-label="工号"
            value={form.values.staffNumber} onChange={(event) => form.set('staffNumber', event.target.value.trim())}
          />
        </Field>
        <Field name="password" label="密码" error={form.errors.password}>
          <Input.Password
            size="large" autoComplete="current-password" aria-label="密码" value={form.values.password} onChange={(event) => form.set('password', event.target.value)}
          />
        </Field>
        <Button type="primary" size="large" block htmlType="submit" loading={signIn.isPending}>登录</Button>
        <p className={styles.foot}>每人使用自己的工号，操作都记在本人名下。忘记密码请联系系统管理员。</p>
      </form>
    </div>
  );
}
