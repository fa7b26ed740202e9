import type { Worker } from '@/lib/requests/workers';
import type { Member } from '../api/get-members';

export interface Share {
  owner: Worker;
  members: Member[];
}

// The worker of the hamlet where most of the chosen people live.
export function likelyOwner(members: Member[], workers: Worker[]): Worker | undefined {
  const counts = new Map<string, number>();
  for (const { unit } of members) if (unit) counts.set(unit, (counts.get(unit) ?? 0) + 1);
  const [most] = [...counts].sort((a, b) => b[1] - a[1]);
  return workers.find((worker) => worker.unit === most?.[0]);
}

// The chosen people as each hamlet's worker gets them; `left` live where no worker is.
export function sharesByHamlet(members: Member[], workers: Worker[]): { shares: Share[]; left: Member[] } {
  const shares = new Map<string, Share>();
  const left: Member[] = [];
  for (const member of members) {
    const owner = workers.find((worker) => worker.unit === member.unit);
    if (!owner) left.push(member);
    else shares.set(owner.user, { owner, members: [...(shares.get(owner.user)?.members ?? []), member] });
  }
  return { shares: [...shares.values()], left };
}

export function mostFrequent(words: (string | null | undefined)[]): string {
  const counts = new Map<string, number>();
  for (const word of words) if (word) counts.set(word, (counts.get(word) ?? 0) + 1);
  return [...counts].sort((a, b) => b[1] - a[1])[0]?.[0] ?? '';
}
