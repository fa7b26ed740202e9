import { Button } from 'antd';
import { useState } from 'react';
import { Pick } from '@/components/pick';
import { ProblemNotice } from '@/components/problem-notice';
import { Waiting } from '@/components/waiting';
import { formatCount } from '@/lib/format';
import { useLanguage } from '@/lib/i18n';
import { useImportPopulation } from './api/import-population';
import { usePreviewPopulation } from './api/preview-population';
import { ColumnTable } from './column-table';
import { ErrorTable } from './error-table';
import { FileDrop } from './file-drop';
import { mappingOf, mappingText, missingFields, choose, type Mapping } from './mapping';
import { Tally } from './tally';
import styles from './import.module.css';

const encodings = ['', 'utf-8', 'windows-1258', 'utf-16', 'tcvn3', 'vni'];

// A list of people: choose → look at what would happen → import.
export function PopulationImport() {
  const { t, language } = useLanguage();
  const preview = usePreviewPopulation();
  const load = useImportPopulation();
  const [file, setFile] = useState<File>();
  const [encoding, setEncoding] = useState('');
  const [mapping, setMapping] = useState<Mapping>({});
  const [asked, setAsked] = useState('');

  const ask = (next: File, as: string, columns?: Mapping) => {
    load.reset();
    preview.mutate(
      { file: next, encoding: as || undefined, mapping: columns && mappingText(columns) },
      {
        onSuccess: (seen) => {
          const known = mappingOf(seen.columns);
          setMapping(known);
          setAsked(mappingText(known));
        },
      },
    );
  };
  const seen = preview.data;
  const missing = seen ? missingFields(mapping, seen.fields) : [];
  const stale = mappingText(mapping) !== asked;
  const good = seen ? seen.new + seen.changed : 0;

  return (
    <>
      <FileDrop
        accept=".csv,.txt,.xlsx"
        hint={t('import.populationHint')}
        file={file}
        take={(next) => {
          setFile(next);
          ask(next, encoding);
        }}
      />
      {file && (
        <div className={styles.bar}>
          <span className="quiet">{t('import.encoding')}</span>
          <Pick
            label={t('import.encoding')}
            value={encoding}
            minWidth={170}
            options={encodings.map((one) => ({ value: one, label: one === '' ? t('import.guess', { found: seen?.encoding ?? '' }) : one.toUpperCase() }))}
            onChange={(next) => {
              setEncoding(next);
              ask(file, next);
            }}
          />
          {seen?.sheet && <span className="quiet">{t('import.sheet', { sheet: seen.sheet })}</span>}
        </div>
      )}
      <ProblemNotice error={preview.error} />
      {preview.isPending && <Waiting rows={6} />}
      {seen && file && !load.data && (
        <>
          <h2>{t('import.columns')}</h2>
          <ColumnTable columns={seen.columns} fields={seen.fields} mapping={mapping} choose={(index, field) => setMapping(choose(mapping, index, field))} />
          {missing.length > 0 && (
            <p role="alert" style={{ color: 'var(--behind)' }}>
              {t('import.missing', { fields: missing.map((field) => field.title).join(', ') })}
            </p>
          )}
          {stale ? (
            <Button type="primary" disabled={missing.length > 0} loading={preview.isPending} onClick={() => ask(file, encoding, mapping)}>
              {t('import.again')}
            </Button>
          ) : (
            <>
              <Tally rows={[['import.total', seen.total], ['import.new', seen.new], ['import.changed', seen.changed], ['import.same', seen.same], ['import.refused', seen.refused], ['import.doubtful', seen.doubtful]]} />
              {seen.notes.map((note) => (
                <p key={note.text}>{language === 'en' ? note.text_en : note.text}</p>
              ))}
              <ErrorTable errors={seen.errors} total={seen.errors_total} name={file.name} />
              <ErrorTable warnings errors={seen.warnings} total={seen.warnings_total} name={file.name} />
              <p>
                <Button
                  type="primary"
                  size="large"
                  disabled={missing.length > 0 || good === 0}
                  loading={load.isPending}
                  onClick={() => load.mutate({ file, mapping: mappingText(mapping), encoding: encoding || undefined, sha256: seen.sha256 })}
                >
                  {t('import.load', { count: formatCount(good) })}
                </Button>{' '}
                {seen.refused > 0 && <span className="quiet">{t('import.partly')}</span>}
                {good === 0 && seen.refused === 0 && <span className="quiet">{t('import.nothing')}</span>}
              </p>
              <ProblemNotice error={load.error} />
            </>
          )}
        </>
      )}
      {load.data && file && (
        <>
          <h2>{t('import.result')}</h2>
          <Tally rows={[['import.new', load.data.new], ['import.changed', load.data.changed], ['import.same', load.data.same], ['import.refused', load.data.refused]]} />
          <ErrorTable errors={load.data.errors} total={load.data.errors_total} name={file.name} />
        </>
      )}
    </>
  );
}
