import { useState } from 'react';
import { ProblemNotice } from '@/components/problem-notice';
import { Waiting } from '@/components/waiting';
import { useT } from '@/lib/i18n';
import { useImportBundle } from './api/import-bundle';
import { FileDrop } from './file-drop';
import { Tally } from './tally';

// Records from other software: a FHIR R4 Bundle or NDJSON.
export function BundleImport() {
  const t = useT();
  const [file, setFile] = useState<File>();
  const load = useImportBundle();
  return (
    <>
      <FileDrop
        accept=".json,.ndjson,.gz,.bz2,.zst,application/fhir+json"
        hint={t('import.fhirHint')}
        file={file}
        take={(next) => {
          setFile(next);
          load.mutate(next);
        }}
      />
      <ProblemNotice error={load.error} />
      {load.isPending && <Waiting rows={4} />}
      {load.data && (
        <>
          <h2>{t('import.result')}</h2>
          <Tally
            rows={[
              ['import.new', load.data.created],
              ['import.changed', load.data.updated],
              ['import.same', load.data.unchanged],
              ['import.refused', load.data.errors_total ?? load.data.errors.length],
            ]}
          />
          <ul>
            {load.data.errors.map((error, place) => (
              <li key={place}>
                {[error.place, error.path].filter(Boolean).join(' · ')}: {error.detail}
              </li>
            ))}
          </ul>
        </>
      )}
    </>
  );
}
