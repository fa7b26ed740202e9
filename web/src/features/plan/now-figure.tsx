import { Link } from 'react-router-dom';
import { StatusSign } from '@/components/status-sign';
import { formatFraction, formatPercent } from '@/lib/format';
import { useFigures } from '@/lib/requests/figures';
import { standing } from '@/lib/status';

// Where a target of the plan stands today; opens its panel beside the scorecard.
export function NowFigure({ indicator, unit }: { indicator: string | null | undefined; unit: string | undefined }) {
  const figures = useFigures(unit);
  const row = indicator ? figures.data?.get(indicator) : undefined;
  if (!row || row.denominator === 0) return null;
  return (
    <Link className="number" to={`/dashboard?open=${indicator}&at=${unit}`} title={formatFraction(row.numerator, row.denominator)}>
      <StatusSign status={standing(row)} /> {formatPercent(row.numerator, row.denominator)}
    </Link>
  );
}
