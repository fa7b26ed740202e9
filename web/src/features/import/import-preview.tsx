import { Button } from 'antd';
import { ProblemNotice } from '@/components/problem-notice';
import { formatCount } from '@/lib/format';
import { useLanguage, useT } from '@/lib/i18n';
import { downloadRows, type Asked, type Preview } from './api/preview-population';
import { ErrorTable } from './error-table';
import { Tally, type Count } from './tally';
import styles from './import.module.css';

interface Props {
  seen: Preview;
  load: () => void;
  loading: boolean;
  error: unknown;
}

// What the file would change, and the button that does it; nothing is stored yet.
export function ImportPreview({ seen, load, loading, error }: Props) {
  const { t, told } = useLanguage();
  const good = seen.new + seen.changed;
  const refused = seen.refused ?? seen.errors_total;
  const rows: Count[] = [['import.total', seen.total], ['import.new', seen.new], ['import.changed', seen.changed], ['import.same', seen.same], ['import.refused', refused]];
  if (seen.doubtful) rows.push(['import.doubtful', seen.doubtful]);
  if (seen.households) rows.push(['import.households', seen.households]);
  return (
    <>
      <div className={styles.ready}>
        <Tally rows={rows} />
        <p className={styles.next}>
          <Button type="primary" size="large" disabled={good === 0} loading={loading} onClick={load}>{t('import.load', { count: formatCount(good) })}</Button>
          {refused > 0 && <span className="quiet">{t('import.partly')}</span>}
          {good === 0 && refused === 0 && <span className="quiet">{t('import.nothing')}</span>}
        </p>
        <ProblemNotice error={error} />
      </div>
      {seen.notes.map((note) => (
        <p key={note.text} className="quiet">{told(note.text, note.text_en)}</p>
      ))}
    </>
  );
}

// Row by row what cannot be taken, and what should be looked at.
export function ImportFaults({ seen, asked }: { seen: Preview; asked: Asked }) {
  const t = useT();
  const refused = seen.refused ?? seen.errors_total;
  return (
    <>
      <ErrorTable title={t('import.errors', { count: formatCount(refused), faults: formatCount(seen.errors_total) })} errors={seen.errors} total={seen.errors_total} download={() => downloadRows(asked, t)} />
      <ErrorTable title={t('import.warnings', { count: formatCount(seen.warned ?? seen.warnings_total) })} errors={seen.warnings} total={seen.warnings_total} />
    </>
  );
}
