import { Link } from 'react-router-dom';
import { StatusSign } from '@/components/status-sign';
import { figureTitle, figureValue } from '@/lib/figure';
import { useT } from '@/lib/i18n';
import { withQuery } from '@/lib/api';
import { usePlanId } from '@/lib/requests/plans';
import { useFigures } from '@/lib/requests/figures';
import { standing } from '@/lib/status';

// Where a target of the plan stands today; opens its panel beside the scorecard.
export function NowFigure({ indicator, unit }: { indicator: string | null | undefined; unit: string | undefined }) {
  const t = useT();
  const plan = usePlanId();
  const figures = useFigures(unit, plan);
  const row = indicator ? figures.data?.get(indicator) : undefined;
  if (!row || row.denominator === 0) return null;
  return (
    <Link className="number" to={withQuery('/dashboard', { open: indicator ?? '', at: unit, plan })} title={figureTitle(row, t)}>
      <StatusSign status={standing(row)} /> {figureValue(row.of, row, t)}
    </Link>
  );
}
