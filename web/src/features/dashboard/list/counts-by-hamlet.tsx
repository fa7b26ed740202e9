import { DataTable } from '@/components/data-table';
import { ProblemNotice } from '@/components/problem-notice';
import { Waiting } from '@/components/waiting';
import { formatCount, formatPercent } from '@/lib/format';
import { useT } from '@/lib/i18n';
import { usePlaceName } from '@/lib/requests/units';
import { useSplits } from '../api/get-splits';
import type { Question } from '../question';

// For readers of figures alone: where the missing people live, not who they are.
export function CountsByHamlet({ indicator, question }: { indicator: string; question: Question }) {
  const t = useT();
  const placeName = usePlaceName(question.asOf);
  const splits = useSplits(indicator, question);
  const hamlets = splits.data?.find((split) => split.id === 'hamlet')?.groups ?? [];
  return (
    <>
      <p style={{ maxWidth: 720 }}>{t('list.noNames')}</p>
      <ProblemNotice error={splits.error} again={() => void splits.refetch()} />
      {splits.isPending && <Waiting rows={8} />}
      {hamlets.length > 0 && (
        <DataTable
          label={t('list.byHamlet')}
          rows={[...hamlets].sort((a, b) => missingOf(b) - missingOf(a))}
          rowKey={(group) => group.code}
          columns={[
            { key: 'hamlet', title: t('list.hamlet'), cell: (group) => placeName(group.code, group.title) },
            { key: 'missing', title: t('list.notMet'), number: true, cell: (group) => (group.hidden ? t('splits.hidden') : formatCount(missingOf(group))) },
            { key: 'total', title: t('trend.denominator'), number: true, cell: (group) => (group.denominator === null ? '' : formatCount(group.denominator)) },
            { key: 'percent', title: '%', number: true, cell: (group) => (group.numerator === null || group.denominator === null ? '' : formatPercent(group.numerator, group.denominator)) },
          ]}
        />
      )}
    </>
  );
}

function missingOf(group: { numerator: number | null; denominator: number | null }): number {
  return (group.denominator ?? 0) - (group.numerator ?? 0);
}
