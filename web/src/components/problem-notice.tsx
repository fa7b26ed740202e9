import { Alert, Button } from 'antd';
import { Problem } from '@/lib/api';
import { useLanguage } from '@/lib/i18n';

// What programs and the command line are told besides: "(`tram units`)".
const withoutCommands = (words: string): string => words.replace(/\s*\((?:\S+ )?`tram [^)]*\)/g, '');

// What the server said, and what can be done about it.
export function ProblemNotice({ error, again }: { error: unknown; again?: () => void }) {
  const { t, language } = useLanguage();
  if (!error) return null;
  const words =
    error instanceof Problem
      ? error.status === 404 && /\bPatient\//.test(error.detail)
        ? t('person.noSuch')
        : withoutCommands(language === 'vi' ? error.detail : error.detailEn)
      : t('app.unreadable');
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
