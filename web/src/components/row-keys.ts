import type { KeyboardEvent } from 'react';

const stops = 'a[href], button:not([disabled]), input:not([disabled])';

// Arrows in a table go from row to row, staying in the column where they can. Boxes with a list of their
// own keep their arrows; so does text while the caret moves sideways.
export function onRowKeys(event: KeyboardEvent<HTMLElement>): void {
  const target = event.target as HTMLElement;
  if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented) return;
  if (target.closest('[role="combobox"]')) return;
  const rows = [...event.currentTarget.querySelectorAll<HTMLTableRowElement>('tbody tr')];
  const row = target.closest('tr');
  const cell = target.closest('td, th') as HTMLTableCellElement | null;
  let next: HTMLElement | null | undefined;
  if (event.key === 'ArrowDown' || event.key === 'ArrowUp') {
    const step = event.key === 'ArrowDown' ? 1 : -1;
    for (let place = (row ? rows.indexOf(row) : -1) + step; place >= 0 && place < rows.length && !next; place += step) {
      next = (cell && rows[place]!.cells[cell.cellIndex]?.querySelector<HTMLElement>(stops)) ?? rows[place]!.querySelector<HTMLElement>(stops);
    }
  } else if ((event.key === 'ArrowRight' || event.key === 'ArrowLeft') && row && !(target instanceof HTMLInputElement && target.type !== 'checkbox')) {
    const inRow = [...row.querySelectorAll<HTMLElement>(stops)];
    next = inRow[inRow.indexOf(target) + (event.key === 'ArrowRight' ? 1 : -1)];
  }
  if (!next) return;
  event.preventDefault();
  next.focus();
}
