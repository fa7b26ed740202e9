import { createContext, useContext, useEffect, useMemo, useState, type ReactNode } from 'react';

interface Preferences {
  dark: boolean;
  large: boolean;
  setDark: (dark: boolean) => void;
  setLarge: (large: boolean) => void;
}

const Context = createContext<Preferences>({ dark: false, large: false, setDark: () => {}, setLarge: () => {} });

function useStored(key: string, fallback: boolean): [boolean, (value: boolean) => void] {
  const [value, set] = useState(() => (localStorage.getItem(key) ?? String(fallback)) === 'true');
  return [
    value,
    (next) => {
      localStorage.setItem(key, String(next));
      set(next);
    },
  ];
}

export function PreferencesProvider({ children }: { children: ReactNode }) {
  const [dark, setDark] = useStored('dark', false);
  const [large, setLarge] = useStored('large', false);
  useEffect(() => {
    document.documentElement.dataset.theme = dark ? 'dark' : 'light';
  }, [dark]);
  useEffect(() => {
    document.documentElement.dataset.text = large ? 'large' : 'normal';
  }, [large]);
  const value = useMemo(() => ({ dark, large, setDark, setLarge }), [dark, large, setDark, setLarge]);
  return <Context.Provider value={value}>{children}</Context.Provider>;
}

export const usePreferences = () => useContext(Context);
