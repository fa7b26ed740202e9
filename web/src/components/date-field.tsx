import { DatePicker } from 'antd';
import { useState } from 'react';
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

// A day written as people write it, 22/11/2026, kept as 2026-11-22. A day beyond the limits is refused in words:
// it would be put back without one otherwise.
export function DateField({ id, label, value, onChange, max, min, size, empty }: Props) {
  const { t, language } = useLanguage();
  const { large } = usePreferences();
  const [refused, setRefused] = useState<string>();
  const onType = (text: string) => {
    const day = dayTyped(text);
    setRefused(day && ((max && day > max) || (min && day < min)) ? day : undefined);
  };
  return (
    <span style={{ display: 'inline-flex', flexDirection: 'column' }} onInput={(event) => onType((event.target as HTMLInputElement).value)}>
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
          setRefused(undefined);
          onChange?.(day.format('YYYY-MM-DD'));
        }}
        style={{ width: large ? 164 : 136 }}
      />
      {refused && (
        <span role="alert" className="small" style={{ color: 'var(--behind)' }}>
          {t(max && refused > max ? 'date.tooLate' : 'date.tooEarly', { date: formatDate(refused), limit: formatDate(max && refused > max ? max : min), kept: formatDate(value) })}
        </span>
      )}
    </span>
  );
}
