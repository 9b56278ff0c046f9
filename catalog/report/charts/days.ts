const dayLength = 86_400_000;

/** Days since 1970 of a day, YYYY-MM-DD. */
export function dayNumber(day: string): number {
  return Math.round(new Date(`${day}T00:00:00Z`).getTime() / dayLength);
}

/** The day so many days since 1970. */
export function dayOf(number: number): string {
  return new Date(number * dayLength).toISOString().slice(0, 10);
}

/** First days of the months from one day to another, the month of the first included. */
export function monthStarts(from: number, to: number): readonly string[] {
  const starts: string[] = [];
  let [year = 0, month = 1] = dayOf(from).split('-').map(Number);
  for (;;) {
    const start = `${year}-${String(month).padStart(2, '0')}-01`;
    if (dayNumber(start) > to) return starts;
    starts.push(start);
    [year, month] = month === 12 ? [year + 1, 1] : [year, month + 1];
  }
}
