import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { App as AntApp, ConfigProvider } from 'antd';
import enUS from 'antd/locale/en_US';
import viVN from 'antd/locale/vi_VN';
import { BrowserRouter } from 'react-router-dom';
import { useSession } from '@/features/session/api/session';
import { SignIn } from '@/features/session/sign-in';
import { Problem } from '@/lib/api';
import { LanguageProvider, useLanguage } from '@/lib/i18n';
import { PreferencesProvider, usePreferences } from '@/lib/preferences';
import { antTheme } from '@/lib/theme';
import { Shell } from './shell';

const queries = new QueryClient({
  defaultOptions: {
    queries: {
      staleTime: 15_000,
      refetchOnWindowFocus: false,
      // A refusal stays a refusal; only a broken line is worth another try.
      retry: (count, error) => count < 2 && !(error instanceof Problem && error.status > 0),
    },
  },
});

function Themed() {
  const { dark, large } = usePreferences();
  const { language } = useLanguage();
  const session = useSession();
  return (
    <ConfigProvider theme={antTheme(dark, large)} locale={language === 'vi' ? viVN : enUS}>
      <AntApp>
        {session.isPending ? null : session.data ? <Shell session={session.data} /> : <SignIn />}
      </AntApp>
    </ConfigProvider>
  );
}

export function App() {
  return (
    <QueryClientProvider client={queries}>
      <LanguageProvider>
        <PreferencesProvider>
          <BrowserRouter>
            <Themed />
          </BrowserRouter>
        </PreferencesProvider>
      </LanguageProvider>
    </QueryClientProvider>
  );
}
