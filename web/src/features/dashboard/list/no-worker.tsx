import { Button } from 'antd';
import { useT } from '@/lib/i18n';

// Nobody has an account there: why, and what to do about it.
export function NoWorker({ place, close }: { place: string; close: () => void }) {
  const t = useT();
  return (
    <>
      <p role="alert">{t('assign.nobody', { place })}</p>
      <p className="quiet">{t('assign.nobodyDo')}</p>
      <div style={{ display: 'flex', justifyContent: 'flex-end' }}><Button onClick={close}>{t('app.close')}</Button></div>
    </>
  );
}
