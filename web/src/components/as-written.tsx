import { useLanguage } from '@/lib/i18n';

// Records and reports are read in the language they were written in, plans in a translation that does not bind;
// said where a page is full of them.
export function AsWritten({ words = 'app.asWritten' }: { words?: 'app.asWritten' | 'plan.translated' | 'report.inVietnamese' }) {
  const { t, language } = useLanguage();
  return language === 'vi' ? null : <p className="quiet small no-print">{t(words)}</p>;
}
