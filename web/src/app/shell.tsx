import { Button, Dropdown, Tag } from 'antd';
import { lazy, Suspense, type ComponentType } from 'react';
import { Navigate, NavLink, Route, Routes } from 'react-router-dom';
import { useSignOut, type Session } from '@/features/session/api/session';
import { useLanguage, type Key } from '@/lib/i18n';
import { usePreferences } from '@/lib/preferences';
import styles from './shell.module.css';

type Page = ComponentType<{ session: Session }>;

// A place of the rail is a row here: who may go there comes with the session.
const places: { id: string; label: Key; page: Page }[] = [];

export function Shell({ session }: { session: Session }) {
  const { t, language, setLanguage } = useLanguage();
  const { dark, large, setDark, setLarge } = usePreferences();
  const signOut = useSignOut();
  const mine = places.filter((place) => session.places.includes(place.id));

  return (
    <div className={styles.house}>
      <a className="skip" href="#main">{t('app.skip')}</a>
      <nav className={`${styles.rail} no-print`} aria-label={t('app.name')}>
        <span className={styles.brand}>{t('app.name')}</span>
        {mine.map((place) => (
          <NavLink key={place.id} to={`/${place.id}`} className={styles.place}>
            {t(place.label)}
          </NavLink>
        ))}
      </nav>
      <div className={styles.room}>
        <header className={`${styles.head} no-print`}>
          <span>
            {session.units.map((unit) => unit.name).join(', ')}
            {session.synthetic && <Tag className={styles.tag}>{t('app.synthetic')}</Tag>}
          </span>
          <Dropdown
            trigger={['click']}
            menu={{
              items: [
                { key: 'language', label: t('app.language'), onClick: () => setLanguage(language === 'vi' ? 'en' : 'vi') },
                { key: 'dark', label: `${dark ? '✓ ' : ''}${t('app.theme')}`, onClick: () => setDark(!dark) },
                { key: 'large', label: `${large ? '✓ ' : ''}${t('app.largeText')}`, onClick: () => setLarge(!large) },
                { type: 'divider' },
                { key: 'out', label: t('app.signOut'), onClick: () => signOut.mutate() },
              ],
            }}
          >
            <Button type="text">{session.display_name} · {language === 'vi' ? session.role.title : session.role.title_en}</Button>
          </Dropdown>
        </header>
        <main id="main" className={styles.main}>
          <Suspense fallback={null}>
            <Routes>
              {mine.map(({ id, page: PlacePage }) => (
                <Route key={id} path={`/${id}/*`} element={<PlacePage session={session} />} />
              ))}
              {mine[0] && <Route path="*" element={<Navigate to={`/${mine[0].id}`} replace />} />}
            </Routes>
          </Suspense>
        </main>
      </div>
    </div>
  );
}

// Each place is its own bundle: a station's old PC loads what it opens.
export function place(load: () => Promise<{ default: Page }>): Page {
  return lazy(load);
}
