import { formatDate } from '@/lib/format';
import { useLanguage } from '@/lib/i18n';
import { addressOf } from '@/lib/text';
import { lackWords } from '@/lib/lacks';
import { useReader } from '@/lib/session';
import { outcomes, type Worklist } from '../api/get-worklist';
import { outcomeWords } from '../outcome-words';
import styles from './print-sheet.module.css';

// The list on paper, one hamlet a sheet, with a box to tick for each outcome in the order of the keys 1–6.
export function PrintSheet({ list }: { list: Worklist }) {
  const { t, language, told } = useLanguage();
  const { today, synthetic } = useReader();
  const hamlets = [...new Set(list.items.map((item) => item.person.hamlet_name ?? ''))];
  return (
    <div className="print-only">
      {hamlets.map((hamlet) => (
        <section key={hamlet} className={styles.sheet}>
          <table className={styles.table}>
            <thead>
              <tr>
                <td colSpan={10} className={styles.head}>
                  <div className={styles.top}>
                    <strong>{hamlet || list.unit_name}</strong>
                    <span>{t('print.on', { date: formatDate(today) })}</span>
                  </div>
                  <div className={styles.title}>{list.title}</div>
                  <div>
                    {t('work.ownedBy', { name: list.owner.name })} · {t('person.due', { date: formatDate(list.due_on) })}
                    {list.reason && ` · ${list.reason}`}
                    {synthetic && <strong style={{ whiteSpace: 'nowrap' }}> · {t('app.synthetic').toUpperCase()}</strong>}
                  </div>
                </td>
              </tr>
              <tr>
                <th className={styles.number}>{t('work.order')}</th>
                <th>{t('work.personColumn')}</th>
                <th className={styles.address}>{t('work.address')}</th>
                {outcomes.map((outcome, place) => (
                  <th key={outcome} className={styles.tick}>
                    {place + 1}
                    <br />
                    {t(outcomeWords[outcome])}
                  </th>
                ))}
                <th className={styles.note}>{t('work.paperNote')}</th>
              </tr>
            </thead>
            <tbody>
              {list.items.filter((item) => (item.person.hamlet_name ?? '') === hamlet).map((item, place) => (
                <tr key={item.item}>
                  <td className={styles.number}>{place + 1}</td>
                  <td>
                    <div className={styles.name}>{item.person.name}, {item.person.birth_date?.slice(0, 4)}</div>
                    {[item.person.phone, told(item.why_title, item.why_title_en), !item.outcome && lackWords(item.details, item.why, language, t)].filter(Boolean).join(' · ')}
                  </td>
                  <td className={styles.address}>{addressOf(item.person.address, item.person.commune)}</td>
                  {outcomes.map((outcome) => (
                    <td key={outcome} className={styles.tick}>
                      <span className={styles.box}>{item.outcome === outcome ? '×' : ''}</span>
                    </td>
                  ))}
                  <td className={styles.note} />
                </tr>
              ))}
            </tbody>
          </table>
        </section>
      ))}
    </div>
  );
}
