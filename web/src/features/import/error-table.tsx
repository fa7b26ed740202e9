import { Button } from 'antd';
import { DataTable } from '@/components/data-table';
import { downloadCsv } from '@/lib/download';
import { formatCount } from '@/lib/format';
import { useT } from '@/lib/i18n';
import type { RowError } from './api/preview-population';
import styles from './import.module.css';

interface Props {
  errors: RowError[];
  total: number;
  name: string;
  warnings?: boolean;
}

// Rows that cannot be taken, or are taken with a warning: where, what is wrong, what to do.
export function ErrorTable({ errors, total, name, warnings = false }: Props) {
  const t = useT();
  if (total === 0) return null;
  const title = t(warnings ? 'import.warnings' : 'import.errors', { count: formatCount(total) });
  return (
    <section>
      <div className={styles.bar}>
        <h2>{title}</h2>
        <Button
          size="small"
          onClick={() =>
            downloadCsv(`${name}-${warnings ? 'canh-bao' : 'loi'}`, [
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
          label={title}
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
