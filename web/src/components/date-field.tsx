import { DatePicker } from 'antd';
import dayjs from 'dayjs';
import 'dayjs/locale/vi';
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
}

// A day written as people write it, 22/11/2026, kept as 2026-11-22.
export function DateField({ id, label, value, onChange, max, min, size }: Props) {
  const { language } = useLanguage();
  const { large } = usePreferences();
  return (
    <DatePicker
      id={id}
      aria-label={label}
      size={size}
      allowClear={false}
      placeholder="--/--/----"
      format={['DD/MM/YYYY', 'D/M/YYYY', 'DDMMYYYY']}
      value={value ? dayjs(value).locale(language) : null}
      minDate={min ? dayjs(min) : undefined}
      maxDate={max ? dayjs(max) : undefined}
      onChange={(day) => day && onChange?.(day.format('YYYY-MM-DD'))}
      style={{ width: large ? 164 : 136 }}
    />
  );
}
