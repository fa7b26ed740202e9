import { Button } from 'antd';
import { useState } from 'react';
import { DataTable } from '@/components/data-table';
import { ProblemNotice } from '@/components/problem-notice';
import { formatCount } from '@/lib/format';
import { useLanguage } from '@/lib/i18n';
import type { RowError } from './api/preview-population';
import styles from './import.module.css';

interface Props {
  title: string;
  errors: RowError[];
  total: number;
  // Fetches all of them as a file.
  download?: () => Promise<void>;
}

// Rows and what is wrong with them: where, what, what to do.
export function ErrorTable({ title, errors, total, download }: Props) {
  const { t, told } = useLanguage();
  const [busy, setBusy] = useState(false);
  const [failed, setFailed] = useState<unknown>();
  if (total === 0) return null;
  const fetchAll = () => {
    setBusy(true);
    download?.().then(() => setFailed(undefined), setFailed).finally(() => setBusy(false));
  };
  return (
    <section>
      <div className={styles.bar}>
        <h2>{title}</h2>
        {download && <Button size="small" loading={busy} onClick={fetchAll}>{t('import.allErrors')}</Button>}
        {errors.length < total && <span className="quiet small">{t('import.first', { count: formatCount(errors.length) })}</span>}
      </div>
      <ProblemNotice error={failed} />
      <div className={styles.errors}>
        <DataTable
          cards
          label={title}
          rows={errors}
          rowKey={(error) => `${error.row} ${error.column} ${error.code} ${error.text}`}
          columns={[
            { key: 'row', title: t('import.row'), number: true, width: 80, cell: (error) => formatCount(error.row) },
            { key: 'column', title: t('import.header'), cell: (error) => error.column ?? '' },
            { key: 'text', title: t('import.problem'), cell: (error) => told(error.text, error.text_en) },
            { key: 'remedy', title: t('import.remedy'), cell: (error) => told(error.remedy, error.remedy_en) ?? '' },
          ]}
        />
      </div>
    </section>
  );
}
