import { QueryCache, MutationCache, QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { App as AntApp, ConfigProvider } from 'antd';
import enUS from 'antd/locale/en_US';
import viVN from 'antd/locale/vi_VN';
import { BrowserRouter } from 'react-router-dom';
import { ProblemNotice } from '@/components/problem-notice';
import { SignIn } from '@/features/session/sign-in';
import { Problem } from '@/lib/api';
import { LanguageProvider, useLanguage } from '@/lib/i18n';
import { PreferencesProvider, usePreferences } from '@/lib/preferences';
import { useStill } from '@/lib/use-media';
import { sessionKey, useSession } from '@/lib/session';
import { antTheme } from '@/lib/theme';
import { Shell } from './shell';

// A session that ended elsewhere ends here too; the address stays, so that work goes on after signing in.
function onError(error: Error) {
  if (error instanceof Problem && error.status === 401 && queries.getQueryData(sessionKey)) {
    queries.setQueryData(sessionKey, null);
  }
}

const queries = new QueryClient({
  queryCache: new QueryCache({ onError }),
  mutationCache: new MutationCache({ onError }),
  defaultOptions: {
    queries: {
      staleTime: 15_000,
      refetchOnWindowFocus: false,
      // A refusal stays a refusal; only a broken line is worth another try.
      retry: (count, error) => count < 2 && error instanceof Problem && error.status === 0,
    },
  },
});

function House() {
  const session = useSession();
  if (session.isPending) return null;
  if (session.isError) {
    return (
      <main style={{ padding: 24, maxWidth: 640 }}>
        <ProblemNotice error={session.error} again={() => void session.refetch()} />
      </main>
    );
  }
  return session.data ? <Shell session={session.data} /> : <SignIn />;
}

function Themed() {
  const { dark, large } = usePreferences();
  const { t, language } = useLanguage();
  const still = useStill();
  return (
    // The name of the button that closes a dialog is English in every language of the components.
    <ConfigProvider theme={antTheme(dark, large, still)} locale={language === 'vi' ? viVN : enUS} modal={{ closable: { 'aria-label': t('app.close') } }}>
      <AntApp>
        <House />
      </AntApp>
    </ConfigProvider>
  );
}

export function App() {
  return (
    <QueryClientProvider client={queries}>
      <LanguageProvider>
        <PreferencesProvider>
          <BrowserRouter future={{ v7_startTransition: true, v7_relativeSplatPath: true }}>
            <Themed />
          </BrowserRouter>
        </PreferencesProvider>
      </LanguageProvider>
    </QueryClientProvider>
  );
}
