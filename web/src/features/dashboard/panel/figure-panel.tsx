import { Button } from 'antd';
import { Link } from 'react-router-dom';
import { SidePanel } from '@/components/side-panel';
import { Unverified } from '@/components/unverified';
import { useLanguage } from '@/lib/i18n';
import type { Scorecard } from '../api/get-scorecard';
import { CompletenessNote } from '../completeness-note';
import { listPath, type Question } from '../question';
import { ChangesBlock } from './changes-block';
import { CompanionsBlock } from './companions-block';
import { Distances } from './distances';
import { Headline } from './headline';
import { SplitsBlock } from './splits-block';
import { TrendBlock } from './trend-block';
import { WhysBlock } from './whys-block';

interface Props {
  card: Scorecard;
  question: Question;
  indicator: string;
  close: () => void;
  goTo: (day: string) => void;
}

// All that stands behind one cell of the scorecard.
export function FigurePanel({ card, question, indicator: id, close, goTo }: Props) {
  const { t, told } = useLanguage();
  const indicator = card.catalogue.find((one) => one.id === id);
  const unit = card.units.find((one) => one.id === question.unit);
  const row = card.rows.find((one) => one.indicator === id && one.unit === question.unit);
  if (!indicator || !unit) return null;
  const base = told(indicator.base_title, indicator.base_title_en);
  const missing = row ? row.denominator - row.numerator : 0;
  return (
    <SidePanel
      close={close}
      title={`${indicator.clause} · ${unit.name}`}
      actions={
        missing > 0 && (
          <Link to={listPath(question, { indicator: id, met: 'false' })}>
            <Button type="primary">{t('panel.openList')}</Button>
          </Link>
        )
      }
    >
      <h2 style={{ marginTop: 0 }}>{told(indicator.title, indicator.title_en)}</h2>
      <p className="quiet small">
        {[
          unit.head ? t('panel.head', { name: unit.head.name }) : unit.kind !== 'hamlet' && t('dashboard.noHead'),
          base && t('panel.base', { base }),
        ].filter(Boolean).join(' · ')}{' '}
        {!indicator.checked && <Unverified />}
      </p>
      <CompletenessNote rows={card.completeness.filter((one) => one.unit === unit.id)} units={card.units} />
      <Headline indicator={indicator} row={row} question={question} />
      {row && row.denominator > 0 && (
        <>
          <Distances indicator={indicator} row={row} year={question.asOf.slice(0, 4)} />
          {indicator.companions.length > 0 && <CompanionsBlock indicator={id} question={question} />}
          <TrendBlock indicator={indicator} question={question} unit={unit.name} goTo={goTo} />
          {missing > 0 && <WhysBlock indicator={id} question={question} />}
          <ChangesBlock indicator={id} question={question} />
          {indicator.member_type === 'patient' && <SplitsBlock indicator={id} question={question} />}
        </>
      )}
    </SidePanel>
  );
}
