import { Button, Dropdown } from 'antd';
import { useLanguage } from '@/lib/i18n';
import { usePreferences } from '@/lib/preferences';
import { useSignOut, type Session } from '@/lib/session';

export function ReaderMenu({ session, showShortcuts }: { session: Session; showShortcuts: () => void }) {
  const { t, language, setLanguage } = useLanguage();
  const { dark, large, setDark, setLarge } = usePreferences();
  const signOut = useSignOut();
  const role = language === 'vi' ? session.role.title : session.role.title_en;
  return (
    <Dropdown
      trigger={['click']}
      menu={{
        items: [
          { key: 'role', label: role, disabled: true },
          { key: 'language', label: t('app.language'), onClick: () => setLanguage(language === 'vi' ? 'en' : 'vi') },
          { key: 'dark', label: `${dark ? '✓ ' : ''}${t('app.theme')}`, onClick: () => setDark(!dark) },
          { key: 'large', label: `${large ? '✓ ' : ''}${t('app.largeText')}`, onClick: () => setLarge(!large) },
          { key: 'keys', label: t('app.shortcuts'), onClick: showShortcuts },
          { type: 'divider' },
          { key: 'out', label: t('app.signOut'), onClick: () => signOut.mutate() },
        ],
      }}
    >
      <Button type="text" title={role}>{session.display_name} ▾</Button>
    </Dropdown>
  );
}
