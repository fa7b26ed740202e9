import { Button } from 'antd';
import { Link, useParams, useSearchParams } from 'react-router-dom';
import { DataTable, type Column } from '@/components/data-table';
import { PageHead } from '@/components/page-head';
import { PrintHead } from '@/components/print-head';
import { ProblemNotice } from '@/components/problem-notice';
import { Waiting } from '@/components/waiting';
import { formatCount, formatDate } from '@/lib/format';
import { useLanguage } from '@/lib/i18n';
import { useReader } from '@/lib/session';
import { useBack } from '@/lib/use-back';
import { useShortcuts } from '@/lib/use-shortcuts';
import { useFrozenMembers, type FrozenMember } from './api/get-frozen-members';
import { usePeriod } from './api/get-period';

// The members of a closed figure as frozen, or those that stand otherwise today with what was written since.
export function MembersPage({ differing }: { differing: boolean }) {
  const { t, told } = useLanguage();
  const { id = '' } = useParams();
  const [params, setParams] = useSearchParams();
  const reader = useReader();
  const filter = Object.fromEntries(params);
  const members = useFrozenMembers(id, differing, filter);
  const period = usePeriod(id);
  const back = useBack(`/periods/${id}`);
  useShortcuts({ Escape: back });

  const rows = members.data?.pages.flatMap((page) => page.members) ?? [];
  const indicator = period.data?.indicators.find((one) => one.id === filter.indicator);
  const indicatorTitle = told(indicator?.title, indicator?.title_en) ?? '';
  const periodTitle = told(period.data?.title, period.data?.title_en);
  const unit = period.data?.rows.find((row) => row.unit === filter.unit)?.unit_name ?? period.data?.unit_name ?? '';
  const whyOf = (one: { why_title?: string | null; why_title_en?: string | null }) => told(one.why_title, one.why_title_en);
  const standing = (one: FrozenMember['was']) => (one ? (one.met ? t('status.reached') : [t('status.behind'), whyOf(one)].filter(Boolean).join(': ')) : t('period.notMember'));
  const name: Column<FrozenMember> = {
    key: 'name',
    className: 'title nowrap',
    title: t('list.name'),
    cell: (one) => (reader.names && one.birth_date !== undefined ? <Link to={`/people/${one.member}`}>{one.name}</Link> : one.name),
  };
  const place: Column<FrozenMember> = { key: 'unit', title: t('dashboard.unit'), cell: (one) => one.unit_name ?? t('list.unplaced') };
  const columns: Column<FrozenMember>[] = differing
    ? [
        name,
        place,
        { key: 'was', title: t('period.was'), cell: (one) => standing(one.was) },
        { key: 'now', title: t('period.now'), cell: (one) => standing(one.now) },
        { key: 'cause', title: t('period.cause'), cell: (one) => told(one.cause_title, one.cause_title_en) ?? '' },
        { key: 'versions', title: t('period.since'), cell: (one) => (one.versions ?? []).slice(0, 3).map((version) => `${formatDate(version.at)} ${told(version.type_title, version.type_title_en) ?? ''}`).join(' · ') },
      ]
    : [name, place, { key: 'met', title: t('list.why'), cell: (one) => (one.met ? t('status.reached') : (whyOf(one) ?? '–')) }];
  return (
    <>
      <PrintHead unit={unit} date={period.data?.to} />
      <PageHead
        title={`${indicatorTitle} – ${unit}`}
        back={back}
        note={[periodTitle, t(differing ? 'period.differing' : 'period.asFrozen'), members.data && t('period.count', { count: formatCount(members.data.pages[0]?.total ?? 0) })].filter(Boolean).join(' · ')}
        actions={!differing && (
          <Button onClick={() => setParams({ ...filter, met: filter.met === 'true' ? 'false' : 'true' }, { replace: true })}>
            {t(filter.met === 'true' ? 'period.showMissing' : 'period.showMet')}
          </Button>
        )}
      />
      <ProblemNotice error={members.error} again={() => void members.refetch()} />
      {members.isPending && <Waiting rows={12} />}
      {members.data && <DataTable cards label={t('list.table')} rows={rows} rowKey={(one) => one.member} columns={columns} />}
      {members.hasNextPage && (
        <p className="no-print" style={{ marginTop: 10 }}>
          <Button loading={members.isFetchingNextPage} onClick={() => void members.fetchNextPage()}>{t('app.more')}</Button>
        </p>
      )}
    </>
  );
}
