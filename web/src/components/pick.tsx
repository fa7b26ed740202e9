import { Select } from 'antd';
import { matches } from '@/lib/text';

interface Props {
  id?: string;
  label?: string;
  value?: string;
  onChange?: (value: string) => void;
  options: { value: string; label: string }[];
  placeholder?: string;
  disabled?: boolean;
  size?: 'small' | 'middle';
  minWidth?: number | string;
  // Typed words narrow the list, with or without tone marks.
  search?: boolean;
}

// One choice of a list.
export function Pick({ id, label, value, onChange, options, placeholder, disabled, size, minWidth, search = options.length > 8 }: Props) {
  return (
    <Select
      id={id}
      aria-label={label}
      value={value}
      onChange={onChange}
      options={options}
      placeholder={placeholder}
      disabled={disabled}
      size={size}
      showSearch={search}
      filterOption={(typed, option) => matches(option?.label ?? '', typed)}
      popupMatchSelectWidth={false}
      style={{ minWidth: minWidth ?? '100%' }}
    />
  );
}
