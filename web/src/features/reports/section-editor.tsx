import { Button, Input } from 'antd';
import { useState } from 'react';
import { ProblemNotice } from '@/components/problem-notice';
import { useT } from '@/lib/i18n';
import { useDraft } from '@/lib/use-kept';
import { useEditSection } from './api/edit-section';
import type { Section } from './api/get-report';
import { MarkedText } from './marked-text';
import styles from './report.module.css';

// One part of the report: the computed words, or the author's over them.
export function SectionEditor({ report, section, editable }: { report: string; section: Section; editable: boolean }) {
  const t = useT();
  const [typed, setTyped] = useDraft<string>(`report ${report} ${section.id}`);
  const [comparing, setComparing] = useState(false);
  const edit = useEditSection(report, section.id);
  const done = { onSuccess: () => setTyped(undefined) };
  return (
    <section className={styles.section}>
      <div className={styles.bar}>
        {section.title ? <h3>{section.title}</h3> : <span className={styles.untitled} />}
        {section.edited && <span className="quiet small">{t('report.edited')}</span>}
        {editable && typed === undefined && (
          <Button size="small" className="no-print" onClick={() => setTyped(section.text)}>{t('report.edit')}</Button>
        )}
        {section.edited && typed === undefined && (
          <Button size="small" type="text" className="no-print" onClick={() => setComparing(!comparing)}>
            {t(comparing ? 'report.hideComputed' : 'report.showComputed')}
          </Button>
        )}
      </div>
      {typed === undefined ? (
        <div className={styles.text}><MarkedText text={section.text} changed={section.changed_figures} /></div>
      ) : (
        <>
          <Input.TextArea aria-label={section.title || t('report.opening')} autoSize={{ minRows: 4, maxRows: 24 }} value={typed} onChange={(event) => setTyped(event.target.value)} />
          <div className={styles.actions}>
            {section.edited && <Button onClick={() => edit.mutate('', done)}>{t('report.restore')}</Button>}
            <Button onClick={() => setTyped(undefined)}>{t('app.cancel')}</Button>
            <Button type="primary" loading={edit.isPending} onClick={() => edit.mutate(typed, done)}>{t('app.save')}</Button>
          </div>
        </>
      )}
      <ProblemNotice error={edit.error} />
      {section.changed_figures.length > 0 && (
        <ul className={styles.figures}>
          {section.changed_figures.map((one) => (
            <li key={one.was}>{t('report.figure', { was: one.was, now: one.now })}</li>
          ))}
        </ul>
      )}
      {comparing && <div className={styles.computed}>{section.computed_text}</div>}
    </section>
  );
}
