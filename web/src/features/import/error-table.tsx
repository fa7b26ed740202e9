import { Button } from 'antd';
import { DataTable } from '@/components/data-table';
import { downloadCsv } from '@/lib/download';
import { formatCount } from '@/lib/format';
import { useT } from '@/lib/i18n';
import type { RowError } from './api/preview-population';
import styles from './import.module.css';

// Rows that cannot be taken: where, what is wrong, what to do.
export function ErrorTable({ errors, total, name }: { errors: RowError[]; total: number; name: string }) {
  const t = useT();
  if (total === 0) return null;
  return (
    <section>
      <div className={styles.bar}>
        <h2>{t('import.errors', { count: formatCount(total) })}</h2>
        <Button
          size="small"
          onClick={() =>
            downloadCsv(`${name}-loi`, [
              [t('import.row'), t('import.header'), t('import.problem'), t('import.remedy')],
              ...errors.map((error) => [error.row, error.column ?? '', error.text, error.remedy ?? '']),
            ])
          }
        >
          {t('app.csv')}
        </Button>
        {errors.length < total && <span className="quiet small">{t('import.first', { count: errors.length })}</span>}
      </div>
      <div className={styles.errors}>
        <DataTable
          cards
          label={t('import.errors', { count: total })}
          rows={errors}
          rowKey={(error) => `${error.row} ${error.column} ${error.code} ${error.text}`}
          columns={[
            { key: 'row', title: t('import.row'), number: true, width: 80, cell: (error) => formatCount(error.row) },
            { key: 'column', title: t('import.header'), cell: (error) => error.column ?? '' },
            { key: 'text', title: t('import.problem'), cell: (error) => error.text },
            { key: 'remedy', title: t('import.remedy'), cell: (error) => error.remedy ?? '' },
          ]}
        />
      </div>
    </section>
  );
}
