import { useRef, type ReactNode } from 'react';
import { useFits } from '@/lib/use-fits';
import { onRowKeys } from './row-keys';
import styles from './data-table.module.css';

export interface Column<Row> {
  key: string;
  title: ReactNode;
  // What the head means, told on a closer look.
  help?: string;
  cell: (row: Row, place: number) => ReactNode;
  // Numbers stand on the right.
  number?: boolean;
  width?: number | string;
  className?: string;
}

interface Props<Row> {
  label: string;
  columns: Column<Row>[];
  rows: Row[];
  rowKey: (row: Row) => string;
  rowClass?: (row: Row) => string | undefined;
  // On a phone each row becomes a card whose cells are named by their column.
  cards?: boolean;
}

const classOf = (column: { number?: boolean; className?: string }) =>
  [column.number && styles.number, column.className].filter(Boolean).join(' ') || undefined;

// A plain table: its head stays in sight, arrows walk its rows, it prints as it stands.
export function DataTable<Row>({ label, columns, rows, rowKey, rowClass, cards = false }: Props<Row>) {
  const box = useRef<HTMLDivElement>(null);
  const fits = useFits(box);
  return (
    // The region scrolls, so it must be reachable by keys.
    // eslint-disable-next-line jsx-a11y/no-noninteractive-tabindex, jsx-a11y/no-noninteractive-element-interactions
    <div ref={box} className={`${styles.scroll} ${fits ? styles.fits : ''}`} tabIndex={0} role="region" aria-label={label} onKeyDown={onRowKeys}>
      <table className={`${styles.table} ${cards ? styles.cards : ''}`}>
        <thead>
          <tr>
            {columns.map((column) => (
              <th key={column.key} scope="col" className={classOf(column)} style={{ width: column.width }}>
                {column.help ? <abbr title={column.help}>{column.title}</abbr> : column.title}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row, place) => (
            <tr key={rowKey(row)} className={rowClass?.(row)}>
              {columns.map((column) => (
                <td
                  key={column.key}
                  className={classOf(column)}
                  data-label={typeof column.title === 'string' ? column.title : undefined}
                >
                  {column.cell(row, place)}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
