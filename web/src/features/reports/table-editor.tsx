import { Button, Input } from 'antd';
import { ProblemNotice } from '@/components/problem-notice';
import { useT } from '@/lib/i18n';
import { useDraft } from '@/lib/use-kept';
import { useFillTable, type FilledRow } from './api/fill-table';
import type { ReportTable } from './api/get-report';
import styles from './report.module.css';

// A table with cells that no record holds: the author fills them in, and they stay when figures are made anew.
export function TableEditor({ report, table, editable }: { report: string; table: ReportTable; editable: boolean }) {
  const t = useT();
  const [typed, setTyped] = useDraft<FilledRow[]>(`report ${report} table ${table.id}`);
  const fill = useFillTable(report, table.id);
  const kept: FilledRow[] = table.rows.filter((row) => row.key).map((row) => ({ key: row.key, cells: row.cells.map((cell) => cell.text) }));
  const change = (key: string, place: number, text: string) =>
    setTyped((typed ?? kept).map((row) => (row.key === key ? { ...row, cells: row.cells.map((cell, at) => (at === place ? text : cell)) } : row)));
  const add = () => setTyped([...(typed ?? kept), { key: `+new${Date.now()}`, cells: table.columns.map(() => '') }]);
  const known = new Set(table.rows.map((row) => row.key));
  const added = (typed ?? []).filter((row) => !known.has(row.key));
  const line = (key: string, cells: { text: string; author: boolean }[]) => (
    <tr key={key || cells.map((cell) => cell.text).join('|')}>
      {cells.map((cell, place) => (
        <td key={place} colSpan={cells.length === 1 ? table.columns.length : undefined} style={{ textAlign: table.columns[place]?.align === 'centre' && cells.length > 1 ? 'center' : undefined }}>
          {typed && cell.author ? (
            <Input.TextArea
              autoSize={{ minRows: 1, maxRows: 6 }}
              aria-label={[table.columns[place]?.title, cells[0]?.author ? '' : cells[0]?.text].filter(Boolean).join(': ')}
              value={typed.find((row) => row.key === key)?.cells[place] ?? ''}
              onChange={(event) => change(key, place, event.target.value)}
            />
          ) : (
            <span className={styles.text}>{cell.text}</span>
          )}
        </td>
      ))}
    </tr>
  );
  return (
    <section className={styles.section}>
      <div className={styles.bar}>
        <h3>{t('report.table', { id: table.id, title: table.title })}</h3>
        {editable && !typed && <Button size="small" className="no-print" onClick={() => setTyped(kept)}>{t('report.fill')}</Button>}
      </div>
      {table.note && <p className="quiet small">{table.note}</p>}
      {/* eslint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- what scrolls must be reachable by keyboard */}
      <div className={styles.scroll} tabIndex={0} role="region" aria-label={table.title}>
        <table className={styles.table}>
          <thead>
            <tr>{table.columns.map((column) => <th key={column.title} scope="col">{column.title}</th>)}</tr>
          </thead>
          <tbody>
            {table.rows.map((row) => line(row.key, row.cells))}
            {added.map((row) => line(row.key, row.cells.map((text) => ({ text, author: true }))))}
          </tbody>
        </table>
      </div>
      {typed && (
        <div className={styles.actions}>
          {table.grows && <Button onClick={add}>{t('report.addRow')}</Button>}
          <Button onClick={() => setTyped(undefined)}>{t('app.cancel')}</Button>
          <Button type="primary" loading={fill.isPending} onClick={() => fill.mutate(typed, { onSuccess: () => setTyped(undefined) })}>{t('app.save')}</Button>
        </div>
      )}
      <ProblemNotice error={fill.error} />
    </section>
  );
}
