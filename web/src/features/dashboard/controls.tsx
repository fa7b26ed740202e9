import { Segmented } from 'antd';
import { useMemo } from 'react';
import { Link, useSearchParams } from 'react-router-dom';
import { DateField } from '@/components/date-field';
import { Pick } from '@/components/pick';
import { PlanPick } from '@/components/plan-pick';
import { useLanguage } from '@/lib/i18n';
import { apart, useUnits, type Unit } from '@/lib/requests/units';
import { useReader } from '@/lib/session';
import type { Question } from './question';
import styles from './controls.module.css';

interface Props {
  question: Question;
  // Populations that figures can be counted on, where there is a choice.
  bases: { id: string; title: string; title_en?: string | null }[];
  change: (changes: Record<string, string | null>) => void;
}

const areas = new Set(['province', 'district', 'commune', 'hamlet']);

// Areas from the top down, each followed by what is below it; stations and offices stand beside them and
// are not asked here.
export function areaOptions(units: Unit[]): { value: string; label: string }[] {
  const shown = units.filter((unit) => areas.has(unit.kind));
  const known = new Set(shown.map((unit) => unit.id));
  const below = (parent: Unit | undefined): { value: string; label: string }[] =>
    shown
      .filter((unit) => (parent ? unit.parent === parent.id : !unit.parent || !known.has(unit.parent)))
      .flatMap((unit) => [
        { value: unit.id, label: unit.kind === 'hamlet' && parent ? `${apart(unit, shown.filter((one) => one.parent === parent.id))}, ${parent.name}` : unit.name },
        ...below(unit),
      ]);
  return below(undefined);
}

// From the reader's top area down to the one just above.
export function areasAbove(units: Unit[], of: string): Unit[] {
  const trail: Unit[] = [];
  const parentOf = (id: string | null | undefined) => {
    const parent = units.find((unit) => unit.id === id)?.parent;
    return units.find((unit) => unit.id === parent && areas.has(unit.kind));
  };
  for (let unit = parentOf(of); unit && !trail.includes(unit); unit = parentOf(unit.id)) trail.unshift(unit);
  return trail;
}

export function Controls({ question, bases, change }: Props) {
  const { t, told } = useLanguage();
  const { today } = useReader();
  const [params] = useSearchParams();
  const withUnit = (id: string) => {
    const next = new URLSearchParams(params);
    next.set('unit', id);
    for (const key of ['open', 'at']) next.delete(key);
    return next.toString();
  };
  const units = useUnits(question.map === 'today' ? today : question.asOf);
  const options = useMemo(() => areaOptions(units.data ?? []), [units.data]);
  // A centre or an office looks at itself, though it is no area.
  const own = units.data?.find((unit) => unit.id === question.unit && !areas.has(unit.kind));
  const above = useMemo(() => areasAbove(units.data ?? [], question.unit), [units.data, question.unit]);
  return (
    <div className={`${styles.line} no-print`} role="group" aria-label={t('dashboard.controls')}>
      {above.length > 0 && (
        <nav className={styles.trail} aria-label={t('dashboard.above')}>
          {above.map((one) => (
            <Link key={one.id} to={`?${withUnit(one.id)}`}>{one.name}</Link>
          ))}
        </nav>
      )}
      <span className={styles.unit}>
        <Pick
          search
          label={t('dashboard.unit')}
          value={units.data ? question.unit : undefined}
          options={own ? [{ value: own.id, label: own.name }, ...options] : options}
          onChange={(id) => change({ unit: id, open: null, at: null })}
        />
      </span>
      <span className={styles.pair}>
        <span className="quiet">{t('dashboard.asOf')}</span>
        <DateField label={t('dashboard.asOf')} value={question.asOf} max={today} onChange={(asOf) => change({ as_of: asOf })} />
      </span>
      <span className={styles.pair}>
        <span className="quiet">{t('dashboard.map')}</span>
        <Segmented
          aria-label={t('dashboard.map')}
          value={question.map}
          options={[
            { value: 'own', label: t('dashboard.mapOwn') },
            { value: 'today', label: t('dashboard.mapToday') },
          ]}
          onChange={(map) => change({ map: String(map) })}
        />
      </span>
      <PlanPick change={(plan) => change({ plan, open: null, at: null })} />
      {bases.length > 1 && (
        <span className={styles.pair}>
          <span className="quiet">{t('dashboard.base')}</span>
          <Pick
            label={t('dashboard.base')}
            value={question.base ?? ''}
            minWidth={180}
            options={[{ value: '', label: t('dashboard.baseOwn') }, ...bases.map((one) => ({ value: one.id, label: told(one.title, one.title_en) }))]}
            onChange={(base) => change({ base: base || null })}
          />
        </span>
      )}
    </div>
  );
}
