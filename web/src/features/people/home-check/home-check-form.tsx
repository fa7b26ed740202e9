import { Button, Input } from 'antd';
import { useState, type FormEvent } from 'react';
import { DateField } from '@/components/date-field';
import { ProblemNotice } from '@/components/problem-notice';
import { useT, type Key } from '@/lib/i18n';
import { useReader } from '@/lib/session';
import type { HomeCheck } from '../api/record-home-check';
import { faultsOf, limits, numberOf, type Field } from './measures';
import { PressureFields } from './pressure-fields';
import styles from './home-check.module.css';

interface Props {
  save: (check: HomeCheck) => void;
  saving: boolean;
  error: unknown;
}

const plain: Field[] = ['glucose', 'weight', 'height', 'waist'];
const smoking: [string, Key][] = [['never', 'smoking.never'], ['former', 'smoking.former'], ['current', 'smoking.current']];

// One short form: what is not measured stays empty, and no missing number blocks saving the others.
export function HomeCheckForm({ save, saving, error }: Props) {
  const t = useT();
  const { today } = useReader();
  const [on, setOn] = useState(today);
  const [texts, setTexts] = useState<Partial<Record<Field, string>>>({});
  const [smokes, setSmokes] = useState<string>();
  const [advice, setAdvice] = useState('');
  const [tried, setTried] = useState(false);

  const faults = faultsOf(texts);
  const empty = !Object.values(texts).some(Boolean) && !smokes && !advice.trim();
  const faultOf = (...fields: Field[]) => (tried ? faults.filter((fault) => fields.includes(fault.field)) : []);
  const change = (values: Partial<Record<Field, string>>) => setTexts((before) => ({ ...before, ...values }));

  const onSubmit = (event: FormEvent) => {
    event.preventDefault();
    setTried(true);
    if (faults.length > 0) return document.getElementById(faults[0]!.field)?.focus();
    if (empty) return;
    const numbers = Object.fromEntries(Object.entries(texts).flatMap(([field, text]) => (numberOf(text) === undefined ? [] : [[field, numberOf(text)]])));
    save({ on, ...numbers, smoking: smokes, advice: advice.trim() || undefined });
  };

  const notes = (...fields: Field[]) =>
    faultOf(...fields).map((fault) => (
      <span key={fault.field + fault.key} role="alert" className={styles.fault}>{t(fault.key, fault.values)}</span>
    ));

  return (
    <form className={styles.form} onSubmit={onSubmit} noValidate>
      <div className={styles.row}>
        <label htmlFor="on">{t('check.on')}</label>
        <DateField id="on" value={on} max={today} onChange={setOn} />
      </div>
      <div className={styles.row}>
        <span>{t('check.pressure')}</span>
        <PressureFields systolic={texts.systolic ?? ''} diastolic={texts.diastolic ?? ''} change={change} faulty={faultOf('systolic', 'diastolic').length > 0} />
        <span className="quiet">mmHg</span>
        {notes('systolic', 'diastolic')}
      </div>
      {plain.map((field) => (
        <div className={styles.row} key={field}>
          <label htmlFor={field}>{t(limits[field].label)}</label>
          <input
            className={styles.box}
            id={field}
            inputMode="decimal"
            autoComplete="off"
            aria-invalid={faultOf(field).length > 0}
            value={texts[field] ?? ''}
            onChange={(event) => change({ [field]: event.target.value.slice(0, 6) })}
          />
          <span className="quiet">{limits[field].unit}</span>
          {notes(field)}
        </div>
      ))}
      <fieldset className={styles.row}>
        <legend>{t('check.smoking')}</legend>
        <span className={styles.choices}>
          {smoking.map(([code, words]) => (
            <label key={code} className={styles.choice}>
              <input type="radio" name="smoking" value={code} checked={smokes === code} onChange={() => setSmokes(code)} /> {t(words)}
            </label>
          ))}
        </span>
      </fieldset>
      <div className={`${styles.row} ${styles.long}`}>
        <label htmlFor="advice">{t('check.advice')}</label>
        <Input.TextArea id="advice" autoSize={{ minRows: 2, maxRows: 6 }} maxLength={1000} value={advice} onChange={(event) => setAdvice(event.target.value)} />
      </div>
      {tried && empty && <p role="alert" className={styles.fault}>{t('check.nothing')}</p>}
      <ProblemNotice error={error} />
      <div className={styles.save}>
        <Button type="primary" htmlType="submit" size="large" loading={saving}>{t('app.save')}</Button>
      </div>
    </form>
  );
}
