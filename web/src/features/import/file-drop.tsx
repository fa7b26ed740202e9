import { useState, type DragEvent } from 'react';
import { useT } from '@/lib/i18n';
import styles from './import.module.css';

interface Props {
  accept: string;
  hint: string;
  file?: File;
  take: (file: File) => void;
}

// One file, chosen or dropped.
export function FileDrop({ accept, hint, file, take }: Props) {
  const t = useT();
  const [over, setOver] = useState(false);
  const onDrop = (event: DragEvent) => {
    event.preventDefault();
    setOver(false);
    const dropped = event.dataTransfer.files[0];
    if (dropped) take(dropped);
  };
  return (
    <label
      className={`${styles.drop} ${over ? styles.over : ''}`}
      onDragOver={(event) => {
        event.preventDefault();
        setOver(true);
      }}
      onDragLeave={() => setOver(false)}
      onDrop={onDrop}
    >
      <input
        type="file"
        accept={accept}
        aria-label={t('import.choose')}
        onChange={(event) => {
          const chosen = event.target.files?.[0];
          if (chosen) take(chosen);
          // The same file may be chosen again after it was mended.
          event.target.value = '';
        }}
      />
      <strong>{file ? file.name : t('import.choose')}</strong>
      <span className="quiet small">{hint}</span>
    </label>
  );
}
