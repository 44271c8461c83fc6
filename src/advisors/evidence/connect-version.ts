/** '4.1' of a worker that says '4.1.1'; of Confluent's '7.8.0-ccs', whose majors run four ahead, Kafka's '3.8'. */
export function kafkaVersionOf(version: string): string | undefined {
  const [, major, minor] = /^(\d+)\.(\d+)/.exec(version) ?? [];
  if (major === undefined) return undefined;
  return `${/-c(cs|e)\b/.test(version) ? Number(major) - 4 : major}.${minor}`;
}
