// Vietnamese text without tone marks, for lists that are filtered as one types.
export function fold(text: string): string {
  return text
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .replace(/[đĐ]/g, 'd')
    .toLowerCase();
}

export function matches(text: string, typed: string): boolean {
  const words = fold(text).split(/\s+/);
  return fold(typed)
    .split(/\s+/)
    .filter(Boolean)
    .every((part) => words.some((word) => word.startsWith(part)));
}

// An address as it was written, today's commune first where the words do not name it: communes merge, and
// papers keep the old name.
export function addressOf(written: string | null | undefined, commune: string | null | undefined): string {
  if (!commune || fold(written ?? '').includes(fold(commune))) return written || commune || '';
  return written ? `${commune} · ${written}` : commune;
}
