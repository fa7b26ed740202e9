import { Alert, Button } from 'antd';
import { Problem } from '@/lib/api';
import { useLanguage } from '@/lib/i18n';

// What the server said, and what can be done about it.
export function ProblemNotice({ error, again }: { error: unknown; again?: () => void }) {
  const { t, language } = useLanguage();
  if (!error) return null;
  const words =
    error instanceof Problem ? (language === 'vi' ? error.detail : error.detailEn) : t('app.unreadable');
  return (
    <Alert
      role="alert"
      type="error"
      showIcon
      message={words}
      action={again && <Button size="small" onClick={again}>{t('app.retry')}</Button>}
      style={{ margin: '8px 0' }}
    />
  );
}
