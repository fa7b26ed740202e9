import { useLanguage } from '@/lib/i18n';

// Plans and records are read in the language they were written in; said where a page is full of them.
export function AsWritten() {
  const { t, language } = useLanguage();
  return language === 'vi' ? null : <p className="quiet small no-print">{t('app.asWritten')}</p>;
}
