import { useQuery } from '@tanstack/react-query';
import { useCallback } from 'react';
import { z } from 'zod';
import { api } from '../api';

export const unit = z.object({
  id: z.string(),
  code: z.string().nullable(),
  kind: z.string(),
  name: z.string(),
  parent: z.string().nullish(),
  former_parent: z.string().nullish(),
  head: z.object({ name: z.string(), title: z.string().nullish() }).nullish(),
});
export type Unit = z.infer<typeof unit>;

// Two units of one name side by side: after a merger a commune may have two hamlets "Ấp 4". The name of what
// each was part of before tells them apart.
export function apart<T extends { name: string; former_parent?: string | null }>(unit: T, beside: T[]): string {
  const twins = beside.filter((one) => one.name === unit.name).length > 1;
  return twins && unit.former_parent ? `${unit.name} (${unit.former_parent})` : unit.name;
}

const shape = z.object({ units: z.array(unit) });

// Units that stand on a day, within the reader's scope.
export function useUnits(asOf?: string) {
  return useQuery({
    queryKey: ['units', asOf ?? ''],
    staleTime: 300_000,
    queryFn: () => api.get('/units', shape, { as_of: asOf }).then((answer) => answer.units),
  });
}

// The name of a hamlet with its commune: hamlets of many communes share their names.
export function usePlaceName(asOf?: string): (id: string | null | undefined, name: string) => string {
  const units = useUnits(asOf);
  return useCallback(
    (id, name) => {
      const unit = units.data?.find((one) => one.id === id);
      const above = unit?.kind === 'hamlet' ? units.data?.find((one) => one.id === unit.parent) : undefined;
      return unit && above ? `${apart(unit, units.data?.filter((one) => one.parent === above.id) ?? [])}, ${above.name}` : name;
    },
    [units.data],
  );
}
