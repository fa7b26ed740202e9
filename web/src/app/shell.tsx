import { Tag } from 'antd';
import { Suspense, useState } from 'react';
import { Navigate, NavLink, Route, Routes, useLocation, useNavigate } from 'react-router-dom';
import { ErrorBorder } from '@/components/error-border';
import { NoSuchPage } from '@/components/no-such-page';
import { Waiting } from '@/components/waiting';
import { withQuery } from '@/lib/api';
import { useT } from '@/lib/i18n';
import { ReaderProvider, type Session } from '@/lib/session';
import { usePlace } from '@/lib/use-place';
import { useShortcuts } from '@/lib/use-shortcuts';
import { SearchBox } from './search/search-box';
import { People, placesOf } from './places';
import { ReaderMenu } from './reader-menu';
import { ShortcutList } from './shortcut-list';
import styles from './shell.module.css';

export function Shell({ session }: { session: Session }) {
  const t = useT();
  const navigate = useNavigate();
  const location = useLocation();
  const [helping, setHelping] = useState(false);
  const mine = placesOf(session.places);
  usePlace();
  // The plan chosen on the scorecard is the one whose page opens next, and the other way round.
  const plan = new URLSearchParams(location.search).get('plan');
  const pathOf = (id: string) => withQuery(`/${id}`, plan && ['dashboard', 'plan'].includes(id) ? { plan } : {});

  useShortcuts({
    '/': () => document.getElementById('search')?.focus(),
    '?': () => setHelping(true),
    ...Object.fromEntries(mine.map((place) => [`g ${place.letter}`, () => navigate(pathOf(place.id))])),
  });

  return (
    <ReaderProvider value={session}>
      <div className={styles.house} data-rail={mine.length > 1}>
        <a className="skip" href="#main">{t('app.skip')}</a>
        <nav className={`${styles.rail} ${mine.length < 2 ? 'no-phone' : ''} no-print`} aria-label={t('app.places')}>
          <span className={styles.brand}>{t('app.name')}</span>
          {mine.map((place) => (
            <NavLink key={place.id} to={pathOf(place.id)} className={styles.place}>
              {t(place.label)}
            </NavLink>
          ))}
        </nav>
        <div className={styles.room}>
          <header className={`${styles.head} no-print`}>
            <span className={styles.where}>
              {session.units.map((unit) => unit.name).join(', ') || session.home?.name}
              {session.synthetic && <Tag className={styles.tag}>{t('app.synthetic')}</Tag>}
            </span>
            <SearchBox />
            <ReaderMenu session={session} showShortcuts={() => setHelping(true)} />
          </header>
          <main id="main" className={styles.main} tabIndex={-1}>
            <ErrorBorder key={location.pathname}>
              <Suspense fallback={<Waiting rows={8} />}>
                <Routes>
                  {mine.map(({ id, page: Page }) => (
                    <Route key={id} path={`/${id}/*`} element={<Page />} />
                  ))}
                  {session.names && <Route path="/people/*" element={<People />} />}
                  {mine[0] && <Route path="/" element={<Navigate to={`/${mine[0].id}`} replace />} />}
                  <Route path="*" element={<NoSuchPage />} />
                </Routes>
              </Suspense>
            </ErrorBorder>
          </main>
        </div>
        {helping && <ShortcutList close={() => setHelping(false)} places={mine} />}
      </div>
    </ReaderProvider>
  );
}
