import { App, Button } from 'antd';
import { useState } from 'react';
import { DateField } from '@/components/date-field';
import { Pick } from '@/components/pick';
import { ProblemNotice } from '@/components/problem-notice';
import { Waiting } from '@/components/waiting';
import { formatCount } from '@/lib/format';
import { useLanguage } from '@/lib/i18n';
import { useReader } from '@/lib/session';
import { useImportPopulation } from './api/import-population';
import { usePreviewPopulation, type Asked } from './api/preview-population';
import { ColumnTable } from './column-table';
import { FileDrop } from './file-drop';
import { ImportDone } from './import-done';
import { ImportFaults, ImportPreview } from './import-preview';
import { fieldTitle, mappingOf, mappingText, missingFields, choose, type Mapping } from './mapping';
import styles from './import.module.css';

const encodings = ['', 'utf-8', 'windows-1258', 'utf-16', 'tcvn3', 'vni'];

// A list of people: choose → look at what would happen → import.
export function PopulationImport() {
  const { t, language } = useLanguage();
  const { today } = useReader();
  const { message } = App.useApp();
  const preview = usePreviewPopulation();
  const load = useImportPopulation();
  const [asked, setAsked] = useState<Asked>();
  const [mapping, setMapping] = useState<Mapping>({});

  const ask = (next: Asked) => {
    load.reset();
    preview.mutate(next, {
      onSuccess: (seen) => {
        const known = mappingOf(seen.columns);
        setMapping(known);
        setAsked({ ...next, mapping: mappingText(known) });
      },
      // What was asked stays, to be asked otherwise.
      onError: () => setAsked(next),
    });
  };
  const seen = preview.data;
  const onLoad = () => {
    if (!asked || !seen) return;
    load.mutate({ ...asked, sha256: seen.sha256 }, { onSuccess: (done) => void message.success(t('import.done', { count: formatCount(done.new + done.changed) })) });
  };
  const missing = seen ? missingFields(mapping, seen.fields) : [];
  const stale = mappingText(mapping) !== asked?.mapping;

  return (
    <>
      <FileDrop accept=".csv,.txt,.xlsx" hint={t('import.populationHint')} file={asked?.file ?? preview.variables?.file} take={(file) => ask({ file, encoding: asked?.encoding, on: asked?.on })} />
      {!asked && <p className={styles.next}><a href="/api/v1/imports/population/sample" download>{t('import.sampleFile')}</a></p>}
      {asked && (
        <div className={styles.bar}>
          <span className={styles.pair}>
            <span className="quiet">{t('import.encoding')}</span>
            <Pick
              label={t('import.encoding')}
              value={asked.encoding ?? ''}
              minWidth={170}
              options={encodings.map((one) => ({ value: one, label: one === '' ? t('import.guess', { found: seen?.encoding ?? '' }) : one.toUpperCase() }))}
              onChange={(encoding) => ask({ file: asked.file, on: asked.on, encoding: encoding || undefined })}
            />
          </span>
          <span className={styles.pair}>
            <span className="quiet">{t('import.on')}</span>
            <DateField label={t('import.on')} value={asked.on} max={today} empty={t('import.today')} onChange={(on) => ask({ ...asked, on })} />
          </span>
          <span className="quiet small">{t('import.onHint')}</span>
          {seen?.sheet && <span className="quiet">{t('import.sheet', { sheet: seen.sheet })}</span>}
        </div>
      )}
      <ProblemNotice error={preview.error} />
      {preview.isPending && <Waiting rows={6} />}
      {seen && asked && !preview.isPending && !load.data && (
        <>
          {!stale && missing.length === 0 && <ImportPreview seen={seen} loading={load.isPending} error={load.error} load={onLoad} />}
          {missing.length > 0 && (
            <p role="alert" style={{ color: 'var(--behind)' }}>
              {t('import.missing', { fields: missing.map((field) => fieldTitle(field, language)).join(', ') })}
            </p>
          )}
          {stale && (
            <p className={styles.next}>
              <Button type="primary" disabled={missing.length > 0} onClick={() => ask({ ...asked, mapping: mappingText(mapping) })}>{t('import.again')}</Button>
            </p>
          )}
          <h2>{t('import.columns')}</h2>
          <ColumnTable columns={seen.columns} fields={seen.fields} mapping={mapping} choose={(index, field) => setMapping(choose(mapping, index, field))} />
          {!stale && missing.length === 0 && <ImportFaults seen={seen} asked={asked} />}
        </>
      )}
      {load.data && asked && <ImportDone done={load.data} asked={asked} />}
    </>
  );
}
