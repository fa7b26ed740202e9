import { formatCount } from '@/lib/format';
import { useLanguage, type Translate } from '@/lib/i18n';
import type { BundleFault } from './api/import-bundle';

// "line 2", "line 2.gender" → "dòng 2 · gender": the place once, then the element within it.
export function placeWords({ place, path }: BundleFault, t: Translate): string {
  const line = /^line (\d+)$/.exec(place ?? '');
  const within = path?.startsWith(place ?? '') ? path.slice((place ?? '').length).replace(/^\./, '') : path;
  return [line ? t('import.line', { number: formatCount(Number(line[1])) }) : place, within].filter(Boolean).join(' · ');
}

// Records that cannot be taken: where, what, what to do.
export function BundleFaults({ errors, total }: { errors: BundleFault[]; total: number }) {
  const { t, told } = useLanguage();
  if (total === 0) return null;
  return (
    <section>
      <h2>{t('import.refusedRecords', { count: formatCount(total) })}</h2>
      <ul>
        {errors.map((error, place) => (
          <li key={place}>
            {[placeWords(error, t), told(error.detail, error.detail_en)].filter(Boolean).join(': ')}
          </li>
        ))}
      </ul>
    </section>
  );
}
