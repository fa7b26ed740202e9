import { Button, Drawer } from 'antd';
import type { ReactNode } from 'react';
import { useT } from '@/lib/i18n';
import { useShortcuts } from '@/lib/use-shortcuts';
import { useNarrow, useTight } from '@/lib/use-media';
import styles from './side-panel.module.css';

interface Props {
  title: string;
  actions?: ReactNode;
  close: () => void;
  children: ReactNode;
}

// What stands behind one cell, beside the table it belongs to: the table stays in use, and the arrows go on
// in it. Where there is no room for both the panel lies over the table.
export function SidePanel({ title, actions, close, children }: Props) {
  const t = useT();
  const narrow = useNarrow();
  const tight = useTight();
  useShortcuts({ Escape: close });
  if (tight) {
    return (
      <Drawer
        open
        onClose={close}
        width={narrow ? '100%' : 540}
        title={title}
        closable={{ 'aria-label': t('app.close') }}
        styles={{ body: { padding: '14px 20px 40px' }, header: { padding: '10px 16px' } }}
        extra={actions}
      >
        {children}
      </Drawer>
    );
  }
  return (
    <aside id="side-panel" aria-label={title} className={`${styles.panel} no-print`} tabIndex={-1}>
      <div className={styles.head}>
        <Button type="text" onClick={close} aria-label={t('app.close')}>✕</Button>
        <strong className={styles.title}>{title}</strong>
        {actions}
      </div>
      <div className={styles.body}>{children}</div>
    </aside>
  );
}
