import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { createContext, useContext } from 'react';
import { z } from 'zod';
import { api, Problem } from './api';
import { forgetKept } from './use-kept';

const unit = z.object({ id: z.string(), code: z.string().nullish(), name: z.string(), kind: z.string() });

export const session = z.object({
  user: z.string(),
  display_name: z.string(),
  role: z.object({ id: z.string(), title: z.string(), title_en: z.string() }),
  units: z.array(unit),
  // Where the screens begin: of a station the commune it serves, of an administrator the top.
  home: unit.nullish(),
  names: z.boolean(),
  administrator: z.boolean(),
  places: z.array(z.string()),
  // What this reader may change; the server refuses the rest in any case.
  may: z.array(z.string()).default([]),
  synthetic: z.boolean(),
  today: z.string(),
});
export type Session = z.infer<typeof session>;

export const sessionKey = ['session'];

export function useSession() {
  return useQuery({
    queryKey: sessionKey,
    staleTime: Infinity,
    retry: false,
    // Nobody signed in is an answer, not a failure.
    queryFn: () =>
      api.get('/session', session).catch((error: unknown) => {
        if (error instanceof Problem && error.status === 401) return null;
        throw error;
      }),
  });
}

export function useSignIn() {
  const cache = useQueryClient();
  return useMutation({
    mutationFn: (who: { name: string; password: string }) => api.post('/session', who, session),
    onSuccess: (value) => cache.setQueryData(sessionKey, value),
  });
}

export function useSignOut() {
  const cache = useQueryClient();
  return useMutation({
    mutationFn: () => api.delete('/session'),
    // A shared PC: nothing of the last reader stays behind.
    onSettled: () => {
      cache.clear();
      forgetKept();
      cache.setQueryData(sessionKey, null);
    },
  });
}

// The reader of the screens below; set once by the shell.
const Reader = createContext<Session | null>(null);
export const ReaderProvider = Reader.Provider;

export function useReader(): Session {
  const reader = useContext(Reader);
  if (!reader) throw new Error('a screen outside the shell');
  return reader;
}
