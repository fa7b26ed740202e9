import { Button } from 'antd';
import { useState } from 'react';
import { useParams, useSearchParams } from 'react-router-dom';
import { PageHead } from '@/components/page-head';
import { Parts } from '@/components/parts';
import { PrintHead } from '@/components/print-head';
import { ProblemNotice } from '@/components/problem-notice';
import { Waiting } from '@/components/waiting';
import { formatDate } from '@/lib/format';
import { useLanguage } from '@/lib/i18n';
import { useReader } from '@/lib/session';
import { useBack } from '@/lib/use-back';
import { useShortcuts } from '@/lib/use-shortcuts';
import { usePeriod } from './api/get-period';
import { CloseDialog } from './close-dialog';
import { Explanation } from './explanation';
import { FrozenTable } from './frozen-table';
import { authorWord } from './author-word';

export function PeriodPage() {
  const { t, told } = useLanguage();
  const { id = '' } = useParams();
  const [params, setParams] = useSearchParams();
  const { may } = useReader();
  const period = usePeriod(id);
  const back = useBack('/periods');
  const [again, setAgain] = useState(false);
  useShortcuts({ Escape: back });
  if (period.isPending) return <Waiting rows={12} />;
  if (!period.data) return <ProblemNotice error={period.error} again={() => void period.refetch()} />;
  const { data } = period;
  const title = told(data.title, data.title_en);
  return (
    <>
      <PrintHead unit={data.unit_name} date={data.to} />
      <PageHead
        title={`${title} – ${data.unit_name}`}
        back={back}
        note={[
          `${formatDate(data.from)} – ${formatDate(data.to)}`,
          t(data.map === 'own' ? 'dashboard.bordersOwn' : 'dashboard.bordersToday'),
          t('period.closedAt', { date: formatDate(data.closed_at), by: authorWord(data, t) }),
          data.reason,
        ].filter(Boolean).join(' · ')}
        actions={may.includes('report') && <Button onClick={() => setAgain(true)}>{t('period.again')}</Button>}
      />
      <Parts
        label={title}
        shown={params.get('part') ?? 'frozen'}
        show={(part) => setParams({ part }, { replace: true })}
        parts={[
          { key: 'frozen', label: t('period.frozen'), children: <FrozenTable period={data} /> },
          { key: 'today', label: t('period.againstToday'), children: <Explanation period={data} /> },
        ]}
      />
      {again && <CloseDialog again={data} close={() => setAgain(false)} />}
    </>
  );
}
