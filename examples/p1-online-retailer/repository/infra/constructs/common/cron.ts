const cronFields = [
  { least: 0, most: 59 },
  { least: 0, most: 23 },
  { least: 1, most: 31 },
  { least: 1, most: 12, names: 'jan feb mar apr may jun jul aug sep oct nov dec'.split(' ') },
  { least: 0, most: 7, names: 'sun mon tue wed thu fri sat'.split(' ') },
];

/** Whether a line is a cron line of five fields, each within its range: minute, hour, day, month, day of the week. */
export function isCron(line: string): boolean {
  const fields = line.trim().split(/\s+/);
  return (
    fields.length === cronFields.length &&
    cronFields.every((limits, index) =>
      (fields[index] ?? '').split(',').every((item) => inField(item, limits)),
    )
  );
}

interface CronField {
  readonly least: number;
  readonly most: number;
  readonly names?: readonly string[];
}

/** `*`, `5`, `1-5`, `mon-fri`, and each with a step: `*\/15`. */
function inField(item: string, { least, most, names = [] }: CronField): boolean {
  const [range = '', step, ...rest] = item.split('/');
  if (rest.length > 0 || (step !== undefined && !/^[1-9]\d*$/.test(step))) return false;
  if (range === '*') return true;
  const ends = range.split('-').map((end) => {
    const name = names.indexOf(end.toLowerCase());
    return /^\d+$/.test(end) ? Number(end) : name < 0 ? Number.NaN : name + least;
  });
  const [from = Number.NaN, to = from] = ends;
  return ends.length <= 2 && from >= least && to <= most && from <= to;
}
