import { Button, Input } from 'antd';
import { useEffect, useState, type FormEvent, type KeyboardEvent } from 'react';
import { DateField } from '@/components/date-field';
import { ProblemNotice } from '@/components/problem-notice';
import { useT, type Key } from '@/lib/i18n';
import { useReader } from '@/lib/session';
import type { HomeCheck } from '../api/record-home-check';
import { checkOf, order, useCheckDraft } from './draft';
import { doubtsOf, limits, type Fault, type Field } from './measures';
import { PressureFields } from './pressure-fields';
import styles from './home-check.module.css';

interface Props {
  person: string;
  save: (check: HomeCheck, done: () => void) => void;
  saving: boolean;
  error: unknown;
  back: () => void;
}

const plain = order.slice(2);
const smoking: [string, Key][] = [['never', 'smoking.never'], ['former', 'smoking.former'], ['current', 'smoking.current']];

const nameOf = ({ field, values }: Fault) => `${field} ${values.value ?? ''}`;

// One short form: what is not measured stays empty, and no missing number blocks saving the others. Enter
// goes on to the next box, Ctrl+Enter saves, Esc goes back and keeps what was typed.
export function HomeCheckForm({ person, save, saving, error, back }: Props) {
  const t = useT();
  const { today } = useReader();
  const { draft, faults, faultsIn, tried, setTried, change, type, leave, forget, empty } = useCheckDraft(person, today);
  useEffect(() => document.getElementById('systolic')?.focus(), []);

  // What hardly ever is gets asked about once, and is then believed.
  const [asked, setAsked] = useState<string[]>([]);
  const doubted = doubtsOf(draft.texts).filter((doubt) => asked.includes(nameOf(doubt)));

  const submit = () => {
    setTried(true);
    const doubts = doubtsOf(draft.texts);
    if (faults.length > 0) document.getElementById(faults[0]!.field)?.focus();
    else if (doubts.some((doubt) => !asked.includes(nameOf(doubt)))) {
      setAsked(doubts.map(nameOf));
      document.getElementById(doubts[0]!.field)?.focus();
    } else if (!empty) save(checkOf(draft), forget);
  };
  const onSubmit = (event: FormEvent) => {
    event.preventDefault();
    submit();
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const field = order.indexOf((event.target as HTMLElement).id as Field);
    if (event.key === 'Enter' && event.ctrlKey) submit();
    // The first number hands on by itself: the Enter pressed after it must not pass over the second.
    else if (event.key === 'Enter' && order[field] === 'diastolic' && draft.texts.systolic && !draft.texts.diastolic) document.getElementById('diastolic')?.focus();
    else if (event.key === 'Enter' && field >= 0) document.getElementById(order[field + 1] ?? 'advice')?.focus();
    else if (event.key === 'Escape' && !event.defaultPrevented) back();
    else return;
    event.preventDefault();
  };

  const notes = (...fields: Field[]) =>
    [...faultsIn(...fields), ...doubted.filter((doubt) => fields.includes(doubt.field))].map((fault) => (
      <span key={fault.field + fault.key} role="alert" className={styles.fault}>{t(fault.key, fault.values)}</span>
    ));

  return (
    // eslint-disable-next-line jsx-a11y/no-noninteractive-element-interactions
    <form className={styles.form} onSubmit={onSubmit} onKeyDown={onKeyDown} noValidate>
      <div className={styles.row}>
        <label htmlFor="on">{t('check.on')}</label>
        <DateField id="on" value={draft.on} max={today} onChange={(on) => change({ on })} />
      </div>
      <div className={styles.row}>
        <span>{t('check.pressure')}</span>
        <PressureFields
          systolic={draft.texts.systolic ?? ''}
          diastolic={draft.texts.diastolic ?? ''}
          change={type}
          leave={leave}
          faulty={faultsIn('systolic', 'diastolic').length > 0}
        />
        <span className="quiet">mmHg</span>
        {notes('systolic', 'diastolic')}
      </div>
      <div className={styles.pairs}>
        {plain.map((field) => (
          <div className={styles.row} key={field}>
            <label htmlFor={field}>{t(limits[field].label)}</label>
            <input
              className={styles.box}
              id={field}
              inputMode="decimal"
              enterKeyHint="next"
              autoComplete="off"
              aria-invalid={faultsIn(field).length > 0}
              value={draft.texts[field] ?? ''}
              onBlur={() => leave(field)}
              onChange={(event) => type({ [field]: event.target.value.slice(0, 6) })}
            />
            <span className="quiet">{limits[field].unit}</span>
            {notes(field)}
          </div>
        ))}
      </div>
      <fieldset className={styles.row}>
        <legend>{t('check.smoking')}</legend>
        <span className={styles.choices}>
          {smoking.map(([code, words]) => (
            <label key={code} className={styles.choice}>
              <input type="radio" name="smoking" value={code} checked={draft.smokes === code} onChange={() => change({ smokes: code })} /> {t(words)}
            </label>
          ))}
        </span>
      </fieldset>
      <div className={`${styles.row} ${styles.long}`}>
        <label htmlFor="advice">{t('check.advice')}</label>
        <Input.TextArea id="advice" autoSize={{ minRows: 2, maxRows: 6 }} maxLength={1000} value={draft.advice} onChange={(event) => change({ advice: event.target.value })} />
      </div>
      {tried && empty && <p role="alert" className={styles.fault}>{t('check.nothing')}</p>}
      <ProblemNotice error={error} />
      <div className={styles.save}>
        <span className={`${styles.keys} quiet small`}>{t('check.keys')}</span>
        <Button type="primary" htmlType="submit" size="large" loading={saving}>{t('app.save')}</Button>
      </div>
    </form>
  );
}
