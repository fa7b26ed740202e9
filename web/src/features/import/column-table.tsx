import { DataTable } from '@/components/data-table';
import { Pick } from '@/components/pick';
import { useLanguage } from '@/lib/i18n';
import type { Column, Field } from './api/preview-population';
import { fieldTitle, type Mapping } from './mapping';

interface Props {
  columns: Column[];
  fields: Field[];
  mapping: Mapping;
  choose: (index: number, field: string) => void;
}

export function ColumnTable({ columns, fields, mapping, choose }: Props) {
  const { t, language } = useLanguage();
  const options = [
    { value: '', label: t('import.unused') },
    ...fields.map((field) => ({ value: field.id, label: `${fieldTitle(field, language)}${field.required ? ' *' : ''}` })),
  ];
  return (
    <DataTable
      cards
      label={t('import.columns')}
      rows={columns}
      rowKey={(column) => String(column.index)}
      columns={[
        { key: 'header', title: t('import.header'), cell: (column) => column.header || t('import.unnamed', { number: column.index + 1 }) },
        {
          key: 'field',
          title: t('import.field'),
          cell: (column) => (
            <Pick
              label={t('import.fieldOf', { header: column.header })}
              value={mapping[column.index] ?? ''}
              minWidth={210}
              search
              options={options}
              onChange={(field) => choose(column.index, field)}
            />
          ),
        },
        { key: 'sample', title: t('import.sample'), cell: (column) => <span className="quiet">{column.sample.filter(Boolean).slice(0, 3).join(' · ')}</span> },
      ]}
    />
  );
}
