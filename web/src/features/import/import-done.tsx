import { Link } from 'react-router-dom';
import { formatCount } from '@/lib/format';
import { useT } from '@/lib/i18n';
import type { ImportResult } from './api/import-population';
import { downloadRows, type Asked } from './api/preview-population';
import { ErrorTable } from './error-table';
import { Result } from './result';
import { Tally } from './tally';

export function ImportDone({ done, asked }: { done: ImportResult; asked: Asked }) {
  const t = useT();
  return (
    <Result>
      <Tally rows={[['import.new', done.new], ['import.changed', done.changed], ['import.same', done.same], ['import.refused', done.refused]]} />
      <p><Link to="/dashboard">{t('import.seeFigures')}</Link></p>
      <ErrorTable title={t('import.errors', { count: formatCount(done.refused), faults: formatCount(done.errors_total ?? done.refused) })} errors={done.errors} total={done.errors_total ?? done.refused} download={() => downloadRows(asked, t)} />
      <ErrorTable title={t('import.warnings', { count: formatCount(done.warned ?? done.warnings_total) })} errors={done.warnings} total={done.warnings_total} />
    </Result>
  );
}
