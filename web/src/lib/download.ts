type Cell = string | number | null | undefined;

// A cell that begins like a formula is made harmless: spreadsheets would carry it out.
function quoted(cell: Cell): string {
  const text = cell === null || cell === undefined ? '' : String(cell);
  const safe = typeof cell === 'string' && /^[=+\-@\t]/.test(text) ? `'${text}` : text;
  return /[",\n;]/.test(safe) ? `"${safe.replace(/"/g, '""')}"` : safe;
}

export function csvText(rows: Cell[][]): string {
  // The mark at the front tells spreadsheets that the file is UTF-8.
  return `\uFEFF${rows.map((row) => row.map(quoted).join(',')).join('\r\n')}\r\n`;
}

export function downloadBlob(name: string, blob: Blob): void {
  const link = document.createElement('a');
  link.href = URL.createObjectURL(blob);
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
}

export function downloadCsv(name: string, rows: Cell[][]): void {
  downloadBlob(`${name}.csv`, new Blob([csvText(rows)], { type: 'text/csv;charset=utf-8' }));
}
