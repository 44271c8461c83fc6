/** Kafka's own message specifications, as they come in its jars (clients/src/main/resources/common/message/README.md). */
import { jarEntries } from './jar.ts';

export interface SpecifiedField {
  name: string;
  type: string;
  versions?: string;
  nullableVersions?: string;
  taggedVersions?: string;
  tag?: number;
  default?: string | number | boolean;
  ignorable?: boolean;
  flexibleVersions?: string;
  fields?: SpecifiedField[];
}

export interface Specification {
  name: string;
  apiKey?: number;
  listeners?: string[];
  validVersions: string;
  flexibleVersions: string;
  latestVersionUnstable?: boolean;
  fields: SpecifiedField[];
  commonStructs?: { name: string; fields: SpecifiedField[] }[];
}

/** By name: those of the APIs and of the consumer protocol, and those of the records of `__consumer_offsets`. */
export async function specifications(): Promise<Map<string, Specification>> {
  const isSpecification = (path: string) => /^common\/message\/\w+\.json$/.test(path);
  const found = new Map<string, Specification>();
  for (const jar of ['kafka-clients', 'kafka-group-coordinator', 'kafka-transaction-coordinator']) {
    for (const text of (await jarEntries(jar, isSpecification)).values()) {
      const specification = JSON.parse(text.replaceAll(/^\s*\/\/.*$/gm, '')) as Specification;
      found.set(specification.name, specification);
    }
  }
  return found;
}
