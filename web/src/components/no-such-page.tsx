import { Link } from 'react-router-dom';
import { useT } from '@/lib/i18n';
import { PageHead } from './page-head';

// An address that leads nowhere, or where this role has no place.
export function NoSuchPage() {
  const t = useT();
  return (
    <>
      <PageHead title={t('nowhere.title')} />
      <p>{t('nowhere.why')}</p>
      <p><Link to="/">{t('nowhere.home')}</Link></p>
    </>
  );
}
