import { useState } from 'react';
import { PageHead } from '@/components/page-head';
import { Parts } from '@/components/parts';
import { useT } from '@/lib/i18n';
import { BundleImport } from './bundle-import';
import { PopulationImport } from './population-import';

export default function ImportPage() {
  const t = useT();
  const [shown, setShown] = useState('population');
  return (
    <>
      <PageHead title={t('place.import')} />
      <Parts
        label={t('place.import')}
        shown={shown}
        show={setShown}
        parts={[
          { key: 'population', label: t('import.population'), children: <PopulationImport /> },
          { key: 'fhir', label: t('import.fhir'), children: <BundleImport /> },
        ]}
      />
    </>
  );
}
