import { Button } from 'antd';
import { useState } from 'react';
import { Link } from 'react-router-dom';
import { formatCount } from '@/lib/format';
import { useLanguage, type Key } from '@/lib/i18n';
import styles from './reason-list.module.css';

export interface Reason {
  code: string;
  title: string;
  title_en?: string | null;
  effect: 'gained' | 'lost' | 'entered' | 'left';
  count: number | null;
}

const effects: Record<Reason['effect'], { sign: string; words: Key }> = {
  gained: { sign: '+', words: 'changes.gained' },
  lost: { sign: '−', words: 'changes.lost' },
  entered: { sign: '→', words: 'changes.entered' },
  left: { sign: '←', words: 'changes.left' },
};

// The lines a manager reads before anything else.
const first = 3;

// Why a figure moved, the most members first; each count opens them.
export function ReasonList({ reasons, pathOf }: { reasons: Reason[]; pathOf: (reason: Reason, words: string) => string }) {
  const { t, told } = useLanguage();
  const [whole, setWhole] = useState(false);
  const sorted = [...reasons].sort((a, b) => (b.count ?? 0) - (a.count ?? 0));
  return (
    <>
      <ul className={styles.reasons}>
        {sorted.slice(0, whole ? undefined : first).map((reason) => {
          const words = t(effects[reason.effect].words, { why: told(reason.title, reason.title_en) });
          return (
            <li key={`${reason.effect} ${reason.code}`}>
              <span className={styles.effect} aria-hidden="true">{effects[reason.effect].sign}</span>
              <span>{words}</span>
              {reason.count === null ? <span className="quiet small">{t('splits.hidden')}</span> : <Link to={pathOf(reason, words)}>{formatCount(reason.count)}</Link>}
            </li>
          );
        })}
      </ul>
      {sorted.length > first && (
        <Button className="no-print" size="small" type="link" aria-expanded={whole} onClick={() => setWhole(!whole)}>
          {whole ? t('changes.fewer') : t('changes.whole', { count: sorted.length })}
        </Button>
      )}
    </>
  );
}
