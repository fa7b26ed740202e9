import { useEffect, useMemo, useRef, useState, type KeyboardEvent } from 'react';
import { Unverified } from '@/components/unverified';
import { formatFraction, formatTarget } from '@/lib/format';
import { useLanguage } from '@/lib/i18n';
import { apart } from '@/lib/requests/units';
import { useFits } from '@/lib/use-fits';
import type { Indicator, Scorecard as Card } from '../api/get-scorecard';
import { isThin } from '../completeness-note';
import { columnOf } from './column';
import { Figure, figureTitle, figureWords, yardstickWords } from './figure';
import { UnitName } from './unit-name';
import styles from './scorecard.module.css';

interface Props {
  card: Card;
  open: (indicator: string, unit: string) => void;
  drill: (unit: string) => void;
  opened?: string;
}

const steps: Record<string, [number, number]> = {
  ArrowRight: [0, 1], ArrowLeft: [0, -1], ArrowDown: [1, 0], ArrowUp: [-1, 0], Home: [0, -99], End: [0, 99],
};

// Units × targets in the order of the plan. One cell is in the tab order; arrows move it, and with it the
// panel beside.
export function Scorecard({ card, open, drill, opened }: Props) {
  const { t, told } = useLanguage();
  const box = useRef<HTMLDivElement>(null);
  const fits = useFits(box);
  const [[line, column], setPlace] = useState<[number, number]>([0, 0]);
  const rows = useMemo(() => new Map(card.rows.map((row) => [`${row.indicator} ${row.unit}`, row])), [card.rows]);
  const year = card.as_of.slice(0, 4);
  const columns = useMemo(() => new Map(card.catalogue.map((one) => [one.id, columnOf(one, card.rows, year, t)])), [card, year, t]);
  const wordOf = (one: Indicator) => told(one.short, one.short_en);
  const clauses = card.catalogue.reduce<{ clause: string; span: number }[]>((all, { clause }) => {
    const last = all[all.length - 1];
    if (last?.clause === clause) last.span += 1;
    else all.push({ clause, span: 1 });
    return all;
  }, []);

  const onKeyDown = (event: KeyboardEvent) => {
    const step = steps[event.key];
    if (!step) return;
    event.preventDefault();
    const to: [number, number] = [
      Math.min(Math.max(line + step[0], 0), card.units.length - 1),
      Math.min(Math.max(column + step[1], 0), card.catalogue.length - 1),
    ];
    setPlace(to);
    const [unit, one] = [card.units[to[0]], card.catalogue[to[1]]];
    if (opened && unit && one) open(one.id, unit.id);
    box.current?.querySelector<HTMLButtonElement>(`[data-place="${to.join(' ')}"]`)?.focus();
  };

  // Beside a panel the table is narrower than its columns: the open cell stays in sight.
  useEffect(() => {
    const cell = opened && box.current?.querySelector('[aria-pressed="true"]');
    if (cell) requestAnimationFrame(() => cell.scrollIntoView({ block: 'nearest', inline: 'nearest' }));
  }, [opened, fits]);

  return (
    <div ref={box} className={`${styles.scroll} ${fits ? styles.fits : ''}`}>
      <table className={styles.card} aria-label={t('dashboard.scorecard')}>
        <thead>
          <tr>
            <th rowSpan={2} scope="col" className={styles.corner}>{t('dashboard.unit')}</th>
            {clauses.map(({ clause, span }) => (
              <th key={clause} colSpan={span} scope="colgroup" className={styles.clause}>{clause}</th>
            ))}
          </tr>
          <tr>
            {card.catalogue.map((one) => (
              <th key={one.id} scope="col" className={styles.target} title={told(one.title, one.title_en)}>
                {wordOf(one)}
                <span className={styles.goal}>
                  {one.direction_only ? t('dashboard.toward') : formatTarget(one.operator ?? '', one.target)}
                  {!one.checked && <> <Unverified short /></>}
                </span>
                {columns.get(one.id)?.goal && <span className={styles.by} title={columns.get(one.id)?.by}>{year}: {columns.get(one.id)?.goal}</span>}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {card.units.map((unit, i) => (
            <tr key={unit.id} className={i === 0 ? styles.whole : undefined}>
              <UnitName unit={unit} name={apart(unit, card.units)} thin={isThin(card.completeness.find((row) => row.unit === unit.id))} drill={i > 0 && unit.kind !== 'hamlet' ? drill : undefined} />
              {card.catalogue.map((one, j) => {
                const row = rows.get(`${one.id} ${unit.id}`);
                return (
                  <td key={one.id}>
                    <button
                      type="button"
                      className={styles.cell}
                      data-place={`${i} ${j}`}
                      tabIndex={i === line && j === column ? 0 : -1}
                      aria-pressed={opened === `${one.id} ${unit.id}`}
                      aria-label={`${wordOf(one)}, ${apart(unit, card.units)}: ${[figureWords(one, row, t), columns.get(one.id)?.differs && row && yardstickWords(row, year, t)].filter(Boolean).join(', ')}`}
                      title={figureTitle(row, year, t)}
                      onFocus={() => setPlace([i, j])}
                      onKeyDown={onKeyDown}
                      onClick={() => open(one.id, unit.id)}
                    >
                      <Figure indicator={one} row={row} column={columns.get(one.id)} />
                      {row && row.denominator > 0 && <span className={`${styles.paper} print-only`}>{formatFraction(row.numerator, row.denominator)}</span>}
                    </button>
                  </td>
                );
              })}
            </tr>
          ))}
          {card.unplaced.some((one) => one.denominator > 0) && (
            <tr className="quiet">
              <th scope="row" className={styles.unit}>{t('list.unplaced')}</th>
              {card.catalogue.map((one) => {
                const row = card.unplaced.find((other) => other.indicator === one.id);
                return <td key={one.id} className={styles.unplaced}>{row && row.denominator > 0 ? formatFraction(row.numerator, row.denominator) : '–'}</td>;
              })}
            </tr>
          )}
        </tbody>
      </table>
    </div>
  );
}
