import { Link } from 'react-router-dom';
import { StatusSign } from '@/components/status-sign';
import { formatDate } from '@/lib/format';
import { useLanguage } from '@/lib/i18n';
import { addressOf } from '@/lib/text';
import { isDated } from '@/lib/lacks';
import { useReader } from '@/lib/session';
import type { Person } from './api/get-person';
import { CircumstanceFact } from './circumstance-fact';
import styles from './person.module.css';

// Who the person is, and how they stand: card, risks, targets, what is still to be done.
export function PersonFacts({ person }: { person: Person }) {
  const { t, told } = useLanguage();
  const { today } = useReader();
  const { home, coverage } = person;
  const lapsed = coverage?.to ? coverage.to < today : false;
  return (
    <div>
      {person.open_items.length > 0 && (
        <section className={styles.card}>
          <h2>{t('person.open')}</h2>
          {person.open_items.map((one) => (
            <div key={one.item} className={styles.line}>
              <Link to={`/work/${one.worklist}`}>{one.title}</Link>
              <span className="number">{t('person.due', { date: formatDate(one.due_on) })}</span>
            </div>
          ))}
        </section>
      )}
      <section className={styles.card}>
        <h2>{t('person.targets')}</h2>
        {person.indicators.map((one) => (
          <div key={one.id} className={styles.line}>
            <span>
              {told(one.title, one.title_en) ?? one.id}
              {!one.met && one.why_title && (
                <span className="quiet small"> · {[told(one.why_title, one.why_title_en), isDated(one.why) && one.evidence?.on && formatDate(one.evidence.on)].filter(Boolean).join(', ')}</span>
              )}
            </span>
            <span>
              <StatusSign status={one.met ? 'reached' : 'behind'} word />
              {one.met && one.due_on && <span className="quiet small"> {t('person.until', { date: formatDate(one.due_on) })}</span>}
            </span>
          </div>
        ))}
        {person.indicators.length === 0 && <p className="quiet">{t('person.noTargets')}</p>}
      </section>
      <section className={styles.card}>
        <h2>{t('person.risks')}</h2>
        {person.risks.map((one) => (
          <div key={one.id} className={styles.line}>
            <span>{told(one.title, one.title_en)}</span>
            <span className="quiet small">{t('person.since', { date: formatDate(one.since) })}</span>
          </div>
        ))}
        {person.risks.length === 0 && <p className="quiet">{t('person.noRisks')}</p>}
      </section>
      <section className={styles.card}>
        <h2>{t('person.identity')}</h2>
        <dl className={styles.facts}>
          <dt>{t('person.card')}</dt>
          <dd>
            {coverage ? (
              <>
                {coverage.card ?? '–'} <span className="quiet">{told(coverage.kind, coverage.kind_en)}</span>
                <br />
                <span style={lapsed ? { color: 'var(--behind)' } : undefined}>
                  {t(lapsed ? 'person.lapsed' : 'person.valid', { date: formatDate(coverage.to) })}
                </span>
              </>
            ) : (
              t('person.noCard')
            )}
          </dd>
          <dt>{t('person.home')}</dt>
          <dd>
            {addressOf(home?.text || home?.unit_name, home?.commune) || '–'}
            {home?.presence && <span className="quiet small"> · {told(home.presence, home.presence_en)}{home.since && ` (${t('person.since', { date: formatDate(home.since) })})`}</span>}
          </dd>
          <dt>{t('circumstance.label')}</dt>
          <dd><CircumstanceFact person={person} /></dd>
          {person.phones.length > 0 && (
            <>
              <dt>{t('list.phone')}</dt>
              <dd>{person.phones.map((phone) => <a key={phone} href={`tel:${phone}`}>{phone}</a>)}</dd>
            </>
          )}
          {person.ethnicity && (
            <>
              <dt>{t('person.ethnicity')}</dt>
              <dd>{told(person.ethnicity, person.ethnicity_en)}</dd>
            </>
          )}
          {person.identifiers.map((one) => (
            <div key={one.value} style={{ display: 'contents' }}>
              <dt>{told(one.kind, one.kind_en)}</dt>
              <dd>{one.value}</dd>
            </div>
          ))}
        </dl>
      </section>
    </div>
  );
}
