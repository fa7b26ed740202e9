import { App, Button } from 'antd';
import { useState } from 'react';
import { ProblemNotice } from '@/components/problem-notice';
import { Waiting } from '@/components/waiting';
import { formatCount } from '@/lib/format';
import { useLanguage } from '@/lib/i18n';
import { useImportBundle, usePreviewBundle } from './api/import-bundle';
import { BundleFaults } from './bundle-faults';
import { FileDrop } from './file-drop';
import { Result } from './result';
import { Tally } from './tally';
import styles from './import.module.css';

// Records from other software, a FHIR R4 Bundle or NDJSON: choose → look at what would happen → import.
export function BundleImport() {
  const { t, told } = useLanguage();
  const { message } = App.useApp();
  const [file, setFile] = useState<File>();
  const preview = usePreviewBundle();
  const load = useImportBundle();
  const take = (next: File) => {
    setFile(next);
    load.reset();
    preview.mutate(next);
  };
  const onLoad = () => {
    if (!file) return;
    load.mutate(file, { onSuccess: ({ created, updated }) => void message.success(t('import.doneRecords', { count: formatCount(created + updated) })) });
  };
  const seen = preview.data;
  const good = seen ? seen.new + seen.there + seen.deleted : 0;
  return (
    <>
      <FileDrop accept=".json,.ndjson,.gz,.bz2,.zst,application/fhir+json" hint={t('import.fhirHint')} file={file} take={take} />
      <ProblemNotice error={preview.error ?? load.error} />
      {(preview.isPending || load.isPending) && <Waiting rows={4} />}
      {seen && !preview.isPending && !load.data && (
        <>
          <div className={styles.ready}>
            <Tally rows={[['import.new', seen.new], ['import.there', seen.there], ...(seen.deleted > 0 ? [['import.deleted', seen.deleted] as const] : []), ['import.refused', seen.errors_total]]} />
            <p className={styles.next}>
              <Button type="primary" size="large" disabled={good === 0} loading={load.isPending} onClick={onLoad}>{t('import.loadRecords', { count: formatCount(good) })}</Button>
              <span className="quiet">{t(good === 0 ? 'import.noRecords' : 'import.notYet')}</span>
            </p>
          </div>
          {seen.types.length > 0 && <p className="quiet">{seen.types.map((one) => `${told(one.title, one.title_en)} ${formatCount(one.count)}`).join(' · ')}</p>}
          <BundleFaults errors={seen.errors} total={seen.errors_total} />
        </>
      )}
      {load.data && (
        <Result>
          <Tally
            rows={[
              ['import.new', load.data.created],
              ['import.changed', load.data.updated],
              ['import.same', load.data.unchanged],
              ['import.refused', load.data.errors_total],
            ]}
          />
          <BundleFaults errors={load.data.errors} total={load.data.errors_total} />
        </Result>
      )}
    </>
  );
}
