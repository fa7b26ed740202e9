import type { Unit } from '@/lib/requests/units';
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

type Place = Pick<Unit, 'id' | 'kind' | 'parent'>;

// The area a worker answers for: the unit, of a station what it stands in.
function areaOf(worker: Worker, units: Place[]): string {
  const unit = units.find((one) => one.id === worker.unit);
  return unit && ['station', 'service-point', 'army-civil-station'].includes(unit.kind) && unit.parent ? areaOf({ ...worker, unit: unit.parent }, units) : worker.unit;
}

// Where those work to whom work of a unit can be given: of a hamlet also the station and the points of its
// commune.
export function workplaceOf(unit: string, units: Place[] | undefined): string {
  const one = units?.find(({ id }) => id === unit);
  return one?.kind === 'hamlet' && one.parent && units?.some(({ id }) => id === one.parent) ? one.parent : unit;
}

// How many of the people live where the worker answers for. What giving them opens is decided by the server.
export function coveredBy(worker: Worker, members: Member[], units: Place[]): number {
  const area = areaOf(worker, units);
  const above = new Map(units.map((one) => [one.id, one.parent]));
  const within = (unit: string | null | undefined, steps = 0): boolean => Boolean(unit) && steps < 9 && (unit === area || within(above.get(unit ?? ''), steps + 1));
  return members.filter((one) => within(one.unit)).length;
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
