import { Button, Form, Input } from 'antd';
import { ProblemNotice } from '@/components/problem-notice';
import { useT } from '@/lib/i18n';
import { useSignIn } from '@/lib/session';
import { useTitle } from '@/lib/use-title';
import styles from './sign-in.module.css';

export function SignIn() {
  const t = useT();
  const signIn = useSignIn();
  useTitle(t('session.title'));

  return (
    <main className={styles.page}>
      <div className={styles.card}>
        <h1 className={styles.name}>{t('app.name')}</h1>
        <p className={styles.tagline}>{t('app.tagline')}</p>
        <Form layout="vertical" requiredMark={false} onFinish={signIn.mutate} aria-label={t('session.title')}>
          <Form.Item name="name" label={t('session.name')} rules={[{ required: true, message: t('session.need') }]}>
            {/* eslint-disable-next-line jsx-a11y/no-autofocus -- the page has one purpose and this is its first field */}
            <Input autoComplete="username" autoFocus size="large" />
          </Form.Item>
          <Form.Item name="password" label={t('session.password')} rules={[{ required: true, message: t('session.need') }]}>
            <Input.Password autoComplete="current-password" size="large" />
          </Form.Item>
          <ProblemNotice error={signIn.error} />
          <Button className={styles.submit} type="primary" htmlType="submit" size="large" block loading={signIn.isPending}>
            {t('session.signIn')}
          </Button>
        </Form>
      </div>
    </main>
  );
}
