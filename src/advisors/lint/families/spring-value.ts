/** Values of Spring Boot's types in the plain numbers of Kafka's own configuration. */

const MS: Readonly<Record<string, number>> = {
  ns: 1e-6,
  us: 1e-3,
  ms: 1,
  s: 1000,
  m: 60_000,
  h: 3_600_000,
  d: 86_400_000,
};
const BYTES: Readonly<Record<string, number>> = { B: 1, KB: 2 ** 10, MB: 2 ** 20, GB: 2 ** 30, TB: 2 ** 40 };

/** What cannot be read stays as it is, for whoever checks it. */
export function springValue(type: string, value: string): string {
  if (type === 'Duration') return String(durationMs(value) ?? value);
  if (type === 'DataSize') return String(dataSize(value) ?? value);
  if (type === 'IsolationLevel') return value.toLowerCase().replaceAll('-', '_');
  return value;
}

/** 10s, 500ms, 500 (milliseconds), PT10S: DurationStyle of Spring Boot. */
function durationMs(value: string): number | undefined {
  const [, amount, unit = 'ms'] = /^([+-]?\d+)([a-z]{1,2})?$/i.exec(value) ?? [];
  if (amount !== undefined) {
    const factor = MS[unit.toLowerCase()];
    return factor === undefined ? undefined : Number(amount) * factor;
  }
  const [, days, hours, minutes, seconds] =
    /^P(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?(?:([\d.]+)S)?)?$/i.exec(value) ?? [];
  if ([days, hours, minutes, seconds].every(part => part === undefined)) return undefined;
  return [days, hours, minutes, seconds].reduce(
    (sum, part, at) => sum + Number(part ?? 0) * [MS.d!, MS.h!, MS.m!, MS.s!][at]!,
    0,
  );
}

/** 16KB is 16384; a plain number is bytes: DataSize of Spring. */
function dataSize(value: string): number | undefined {
  const [, amount, unit = 'B'] = /^([+-]?\d+)([a-z]{1,2})?$/i.exec(value) ?? [];
  const factor = BYTES[unit.toUpperCase()];
  return amount === undefined || factor === undefined ? undefined : Number(amount) * factor;
}
