import { Button } from 'antd';
import type { ReactNode } from 'react';
import { useT } from '@/lib/i18n';
import { useTitle } from '@/lib/use-title';
import styles from './page-head.module.css';

interface Props {
  title: string;
  back?: () => void;
  note?: ReactNode;
  actions?: ReactNode;
}

export function PageHead({ title, back, note, actions }: Props) {
  const t = useT();
  useTitle(title);
  return (
    <div className={styles.head}>
      {back && (
        <Button className="no-print" type="text" onClick={back} aria-label={t('app.back')}>
          ←
        </Button>
      )}
      <div className={styles.words}>
        <h1>{title}</h1>
        {note && <div className="quiet small">{note}</div>}
      </div>
      {actions && <div className={`${styles.actions} no-print`}>{actions}</div>}
    </div>
  );
}
