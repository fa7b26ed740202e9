import { useEffect } from 'react';
import { useT } from './i18n';

// The name of the page in the window's title, so that tabs and the history are told apart.
export function useTitle(title: string | undefined): void {
  const t = useT();
  const name = t('app.name');
  useEffect(() => {
    document.title = title ? `${title} – ${name}` : name;
  }, [title, name]);
}
