import { Button, Dropdown } from 'antd';
import { useRef, useState } from 'react';
import { ChangePasswordDialog } from '@/features/session/change-password-dialog';
import { useLanguage } from '@/lib/i18n';
import { usePreferences } from '@/lib/preferences';
import { useSignOut, type Session } from '@/lib/session';

export function ReaderMenu({ session, showShortcuts }: { session: Session; showShortcuts: () => void }) {
  const { t, language, setLanguage } = useLanguage();
  const { dark, large, setDark, setLarge } = usePreferences();
  const signOut = useSignOut();
  const [changing, setChanging] = useState(false);
  const button = useRef<HTMLButtonElement>(null);
  const endChange = () => {
    setChanging(false);
    // The row of the menu it was opened from is gone by then.
    button.current?.focus();
  };
  const role = language === 'vi' ? session.role.title : session.role.title_en;
  return (
    <>
      <Dropdown
        trigger={['click']}
        // eslint-disable-next-line jsx-a11y/no-autofocus -- of the rows, once the reader has opened them: arrows lead on from there
        autoFocus
        menu={{
          items: [
            { key: 'role', label: role, disabled: true },
            { key: 'language', label: t('app.language'), onClick: () => setLanguage(language === 'vi' ? 'en' : 'vi') },
            { key: 'dark', label: `${dark ? '✓ ' : ''}${t('app.theme')}`, onClick: () => setDark(!dark) },
            { key: 'large', label: `${large ? '✓ ' : ''}${t('app.largeText')}`, onClick: () => setLarge(!large) },
            { key: 'keys', label: t('app.shortcuts'), onClick: showShortcuts },
            { type: 'divider' },
            { key: 'password', label: t('password.change'), onClick: () => setChanging(true) },
            { key: 'out', label: t('app.signOut'), onClick: () => signOut.mutate() },
          ],
        }}
      >
        <Button ref={button} type="text" title={role}>{session.display_name} ▾</Button>
      </Dropdown>
      {changing && <ChangePasswordDialog user={session.user} close={endChange} />}
    </>
  );
}
