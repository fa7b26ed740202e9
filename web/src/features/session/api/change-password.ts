import { useMutation, useQueryClient } from '@tanstack/react-query';
import { api } from '@/lib/api';
import { sessionKey } from '@/lib/session';

export interface PasswordChange {
  current: string;
  new: string;
}

export function useChangePassword() {
  const cache = useQueryClient();
  return useMutation({
    // Passwords are not kept once they are sent.
    gcTime: 0,
    mutationFn: (change: PasswordChange) => api.tell('/session/password', change),
    // What was on its way with the cookie of before may have heard that nobody is signed in.
    onSuccess: () => void cache.invalidateQueries({ queryKey: sessionKey }),
  });
}
