import { DatePicker } from 'antd';
import { useRef, useState, type KeyboardEvent } from 'react';
import dayjs from 'dayjs';
import 'dayjs/locale/vi';
import { dayTyped } from '@/lib/days';
import { formatDate } from '@/lib/format';
import { useLanguage } from '@/lib/i18n';
import { usePreferences } from '@/lib/preferences';

interface Props {
  id?: string;
  label?: string;
  value?: string;
  onChange?: (value: string) => void;
  max?: string;
  min?: string;
  size?: 'small' | 'middle';
  // What an empty field stands for.
  empty?: string;
}

// A day written as people write it, 22/11/2026, kept as 2026-11-22. A day beyond the limits, and what is no day, is
// refused in words: it would be put back without one otherwise, and Enter would send the form with the old one.
export function DateField({ id, label, value, onChange, max, min, size, empty }: Props) {
  const { t, language } = useLanguage();
  const { large } = usePreferences();
  const [refused, setRefused] = useState<string>();
  const typed = useRef('');
  // Whether it is taken; what may still become a day is told of once it is `whole`.
  const judge = (text: string, whole: boolean) => {
    const day = dayTyped(text);
    const late = day && max && day > max;
    const limit = late ? max : day && min && day < min ? min : undefined;
    const kept = formatDate(value);
    if (limit) setRefused(t(late ? 'date.tooLate' : 'date.tooEarly', { date: formatDate(day), limit: formatDate(limit), kept }));
    else if (!day && whole && text.trim()) setRefused(t('date.unknown', { text: text.trim(), kept }));
    else setRefused(undefined);
    return !limit && (Boolean(day) || !text.trim());
  };
  const onType = (text: string) => {
    typed.current = text;
    judge(text, false);
  };
  const onEnter = (event: KeyboardEvent) => {
    if (event.key === 'Enter' && typed.current && !judge(typed.current, true)) event.preventDefault();
  };
  const onLeave = () => {
    if (typed.current) judge(typed.current, true);
    typed.current = '';
  };
  return (
    <span
      style={{ display: 'inline-flex', flexDirection: 'column' }}
      onInput={(event) => onType((event.target as HTMLInputElement).value)}
      onKeyDownCapture={onEnter}
      onBlurCapture={onLeave}
    >
      <DatePicker
        id={id}
        aria-label={label}
        size={size}
        status={refused ? 'error' : undefined}
        allowClear={false}
        placeholder={empty ?? '--/--/----'}
        format={['DD/MM/YYYY', 'D/M/YYYY', 'DDMMYYYY']}
        value={value ? dayjs(value).locale(language) : null}
        minDate={min ? dayjs(min) : undefined}
        maxDate={max ? dayjs(max) : undefined}
        onChange={(day) => {
          if (!day) return;
          typed.current = '';
          setRefused(undefined);
          onChange?.(day.format('YYYY-MM-DD'));
        }}
        style={{ width: large ? 164 : 136 }}
      />
      {refused && (
        <span role="alert" className="small" style={{ color: 'var(--behind)' }}>
          {refused}
        </span>
      )}
    </span>
  );
}
