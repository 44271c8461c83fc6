/** What the flags of mq doctor hand in besides the cluster: read before anything is asked, so that a mistake is told at once. */
import { existsSync } from 'node:fs';
import type { Judgement } from '../../advisors/doctor.ts';
import type { Given } from '../../advisors/evidence/collect/collection.ts';
import { connectAddress } from '../../advisors/given/connect.ts';
import { readHostFacts } from '../../advisors/given/host-facts.ts';
import type { MetricSources } from '../../advisors/given/metrics.ts';
import { readClientFiles } from '../../advisors/lint/client-files.ts';
import { parseBaseline } from '../../advisors/settings/baseline.ts';
import { DOCTOR_FILE, parseDoctorFile } from '../../advisors/settings/doctor-file.ts';
import { readNamedText } from '../../lib/named-file.ts';
import type { Profile } from '../../lib/profile.ts';

interface GivenFlags {
  profile?: string | undefined;
  topic?: string[] | undefined;
  group?: string[] | undefined;
  settings?: string | undefined;
  baseline?: string | undefined;
  client?: string[] | undefined;
  'host-facts'?: string | undefined;
  connect?: string[] | undefined;
}

/** How to judge: mq-doctor.yaml, and flags over it. */
export async function judgementOf({ profile, topic, group, settings, baseline }: GivenFlags): Promise<Judgement> {
  const path = settings ?? (existsSync(DOCTOR_FILE) ? DOCTOR_FILE : undefined);
  const said = path && parseDoctorFile(await readNamedText(path, '--settings'), { path, where: '--settings' });
  return {
    ...said,
    profile: (profile as Profile | undefined) ?? (said ? said.profile : undefined),
    baseline: baseline === undefined ? undefined : parseBaseline(await readNamedText(baseline, '--baseline'), baseline),
    topics: topic,
    groups: group,
  };
}

export async function givenBy(flags: GivenFlags, metrics: MetricSources | undefined): Promise<Omit<Given, 'earlier'>> {
  const { client, connect, 'host-facts': hostFacts } = flags;
  return {
    connect: connect?.map(each => connectAddress(each, process.env)),
    clients: client && (await readClientFiles(client)),
    metrics: await metrics?.read(),
    host: hostFacts === undefined ? undefined : await readHostFacts(hostFacts),
  };
}
