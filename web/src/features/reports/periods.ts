// Administrative reports close on the 14th of the last month: six months 15/12–14/06, year 15/12–14/12.

export interface Period {
  from: string;
  to: string;
}

export const halfYear = (year: number): Period => ({ from: `${year - 1}-12-15`, to: `${year}-06-14` });
export const wholeYear = (year: number): Period => ({ from: `${year - 1}-12-15`, to: `${year}-12-14` });

// The last period that has ended, or the one running when it is nearly over.
export function likelyPeriod(today: string): Period {
  const year = Number(today.slice(0, 4));
  if (today >= `${year}-11-01`) return wholeYear(year);
  if (today >= `${year}-05-01`) return halfYear(year);
  return wholeYear(year - 1);
}
