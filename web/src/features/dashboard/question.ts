import { useCallback, useMemo } from 'react';
import { useSearchParams } from 'react-router-dom';
import { useReader } from '@/lib/session';

// What a figure is asked about: a unit, a day, and whose borders count.
export interface Question {
  unit: string;
  asOf: string;
  map: 'own' | 'today';
  // Of population figures; absent: each indicator's own.
  base?: string;
  // Whose targets; absent: the default plan's.
  plan?: string;
}

type Changes = Record<string, string | null>;
type How = { replace?: boolean };

// The question stands in the address, so that a page can be sent, kept and gone back to.
export function useQuestion(): { question: Question; params: URLSearchParams; change: (changes: Changes, how?: How) => void } {
  const [params, setParams] = useSearchParams();
  const reader = useReader();
  const unit = params.get('unit') ?? reader.home?.id ?? reader.units[0]?.id ?? '';
  const asOf = params.get('as_of') ?? reader.today;
  const map = params.get('map') === 'today' ? 'today' : 'own';
  const base = params.get('base') ?? undefined;
  const plan = params.get('plan') ?? undefined;
  const question = useMemo<Question>(() => ({ unit, asOf, map, base, plan }), [unit, asOf, map, base, plan]);
  const change = useCallback(
    (changes: Changes, how?: How) =>
      setParams((before) => {
        const next = new URLSearchParams(before);
        for (const [key, value] of Object.entries(changes)) {
          if (value === null) next.delete(key);
          else next.set(key, value);
        }
        return next;
      }, how),
    [setParams],
  );
  return { question, params, change };
}

export function listPath(question: Question, filter: Record<string, string>): string {
  const search = new URLSearchParams({ unit: question.unit, as_of: question.asOf, map: question.map, ...(question.base && { base: question.base }), ...(question.plan && { plan: question.plan }), ...filter });
  return `/dashboard/list?${search.toString()}`;
}
