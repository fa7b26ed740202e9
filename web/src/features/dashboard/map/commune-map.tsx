import { useMemo } from 'react';
import { Chart } from '@/components/chart';
import { Pick } from '@/components/pick';
import { percentOf } from '@/lib/figure';
import { formatFraction } from '@/lib/format';
import { useLanguage } from '@/lib/i18n';
import { usePreferences } from '@/lib/preferences';
import { useBorders } from '../api/get-map';
import type { Scorecard } from '../api/get-scorecard';
import type { Question } from '../question';
import { Figure } from '../scorecard/figure';
import { MapLegend } from './map-legend';
import { mapOption, placeName } from './map-option';
import { stepsOf } from './steps';
import styles from './commune-map.module.css';

interface Props {
  card: Scorecard;
  question: Question;
  indicator: string;
  choose: (indicator: string) => void;
  open: (indicator: string, unit: string) => void;
}

// Communes coloured by one indicator; the table beside says the same in numbers.
export function CommuneMap({ card, question, indicator: id, choose, open }: Props) {
  const { t, told } = useLanguage();
  const { dark } = usePreferences();
  const borders = useBorders(question);
  const indicator = card.catalogue.find((one) => one.id === id);
  const below = useMemo(() => card.units.slice(1), [card.units]);
  const rows = useMemo(
    () =>
      card.rows
        .filter((row) => row.indicator === id && row.denominator > 0 && below.some((unit) => unit.id === row.unit))
        .sort((a, b) => a.numerator / a.denominator - b.numerator / b.denominator),
    [card.rows, below, id],
  );
  const shape = useMemo(() => {
    const features = (borders.data?.features ?? []).filter((one) => below.some((unit) => unit.id === one.properties.id));
    return { type: 'FeatureCollection', features };
  }, [borders.data, below]);
  const steps = useMemo(() => stepsOf(rows.map((row) => (row.numerator * 100) / row.denominator)), [rows]);
  const option = useMemo(() => mapOption(below, shape.features, rows, steps, dark, t), [below, shape, rows, steps, dark, t]);
  if (!indicator || shape.features.length === 0) return null;
  const short = told(indicator.short, indicator.short_en);
  const nameOf = (unit: string) => placeName(below.find((one) => one.id === unit), shape.features, t);
  return (
    <section className={styles.section}>
      <div className={styles.bar}>
        <h2>{t('map.title')}</h2>
        <span className="print-only">{short}</span>
        <span className="no-print">
          <Pick
            label={t('map.indicator')}
            value={id}
            onChange={choose}
            options={card.catalogue.map((one) => ({ value: one.id, label: told(one.short, one.short_en) }))}
            minWidth={250}
          />
        </span>
      </div>
      <div className={styles.pair}>
        <div className={styles.map}>
          <Chart
            label={t('map.label', { indicator: short })}
            option={option}
            borders={shape}
            height={340}
            onClick={(unit) => below.some((one) => one.id === unit) && open(id, unit)}
          />
          <MapLegend steps={steps} indicator={indicator} />
        </div>
        <table className={styles.table}>
          <tbody>
            {rows.map((row) => (
              <tr key={row.unit}>
                <th scope="row">
                  <button type="button" className={styles.name} onClick={() => open(id, row.unit)}>{nameOf(row.unit)}</button>
                </th>
                <td className="number quiet small">{formatFraction(row.numerator, row.denominator)}</td>
                <td className="number" title={percentOf(row)}>
                  <Figure indicator={indicator} row={row} />
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </section>
  );
}
