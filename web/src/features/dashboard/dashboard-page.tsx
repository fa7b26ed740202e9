import { useState } from 'react';
import { PrintHead } from '@/components/print-head';
import { ProblemNotice } from '@/components/problem-notice';
import { Waiting } from '@/components/waiting';
import { formatDate } from '@/lib/format';
import { useT } from '@/lib/i18n';
import { useNarrow, useTight } from '@/lib/use-media';
import { useTitle } from '@/lib/use-title';
import { useScorecard } from './api/get-scorecard';
import { CommuneMap } from './map/commune-map';
import { CompletenessNote } from './completeness-note';
import { Controls } from './controls';
import { FigurePanel } from './panel/figure-panel';
import { useQuestion } from './question';
import { ScoreList } from './scorecard/score-list';
import { Scorecard } from './scorecard/scorecard';
import { StatusLegend } from './scorecard/status-legend';

export function DashboardPage() {
  const t = useT();
  const narrow = useNarrow();
  const tight = useTight();
  const { question, params, change } = useQuestion();
  const card = useScorecard(question);
  const [shown, setShown] = useState<string>();
  const open = params.get('open');
  const at = params.get('at');

  // The same cell again: into the panel.
  const openCell = (indicator: string, unit: string) => {
    if (open === indicator && at === unit) document.getElementById('side-panel')?.focus();
    else change({ open: indicator, at: unit }, { replace: open !== null });
  };
  const drill = (unit: string) => change({ unit, open: null, at: null });

  const close = () => {
    change({ open: null, at: null }, { replace: true });
    // Back to the cell it was opened from, so that the arrows go on from there.
    requestAnimationFrame(() => document.querySelector<HTMLElement>('[data-place][tabindex="0"]')?.focus());
  };

  const data = card.data;
  useTitle([t('place.dashboard'), data?.units[0]?.name].filter(Boolean).join(' – '));
  const bases = [...new Map((data?.catalogue ?? []).flatMap((one) => one.bases).map((one) => [one.id, one])).values()];
  const mapped = shown ?? data?.catalogue.find((one) => one.member_type === 'patient')?.id ?? data?.catalogue[0]?.id;
  return (
    <div className={`print-wide ${open && !tight ? 'beside-panel' : ''}`}>
      <h1 className="visually-hidden">{t('place.dashboard')}</h1>
      <PrintHead unit={data?.units[0]?.name} date={question.asOf} />
      <Controls question={question} bases={bases} change={change} />
      <ProblemNotice error={card.error} again={() => void card.refetch()} />
      {card.isPending && <Waiting rows={12} />}
      {data && (
        <div style={{ opacity: card.isPlaceholderData ? 0.55 : 1 }} aria-busy={card.isPlaceholderData}>
          <CompletenessNote rows={data.completeness} units={data.units} />
          {narrow ? (
            <ScoreList card={data} open={openCell} drill={drill} />
          ) : (
            <Scorecard card={data} open={openCell} drill={drill} opened={open ? `${open} ${at}` : undefined} />
          )}
          <StatusLegend asOf={formatDate(data.as_of)} map={question.map} />
          {mapped && (
            <CommuneMap card={data} question={question} indicator={mapped} choose={setShown} open={openCell} />
          )}
        </div>
      )}
      {data && open && (
        <FigurePanel
          card={data}
          question={{ ...question, unit: at ?? question.unit }}
          indicator={open}
          close={close}
          goTo={(day) => change({ as_of: day })}
        />
      )}
    </div>
  );
}
