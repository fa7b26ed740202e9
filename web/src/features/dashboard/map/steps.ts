// Five steps that hold all values, between round bounds. Six bounds, lowest first.
export function stepsOf(percents: number[]): number[] {
  if (percents.length === 0) return [0, 20, 40, 60, 80, 100];
  const low = Math.min(...percents);
  const high = Math.max(...percents);
  for (const size of [1, 2, 5, 10, 20]) {
    const start = Math.min(Math.floor(low / size) * size, 100 - size * 5);
    if (start >= 0 && start + size * 5 >= high) return Array.from({ length: 6 }, (_, i) => start + i * size);
  }
  return [0, 20, 40, 60, 80, 100];
}

// The step a value stands in, 0–4; the highest bound belongs to the last.
export function stepOf(percent: number, steps: number[]): number {
  const place = steps.findIndex((bound, i) => i > 0 && percent < bound);
  return place === -1 ? 4 : place - 1;
}
