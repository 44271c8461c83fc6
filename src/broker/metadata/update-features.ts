/** Which updates of features can be (Kafka: FeatureControlManager.updateFeature). */
import type { Feature, Features } from './features.ts';
import { MetadataError } from './metadata-error.ts';

export interface FeatureUpdate {
  readonly name: string;
  /** 0 turns it off. */
  readonly level: number;
  readonly upgradeType: number;
}

const UPGRADE = 1;
const SAFE_DOWNGRADE = 2;
const UNSAFE_DOWNGRADE = 3;

/** Levels of metadata.version since 3.3-IV3 that came with new records, which a step below them would lose. */
const NEW_RECORDS = [7, 8, 11, 13, 14, 15, 17, 23];
/** What a level of a feature stands on. */
const NEEDS: Readonly<Record<string, readonly [name: string, level: number]>> = {
  'eligible.leader.replicas.version': ['metadata.version', 23],
};

/** The levels that would be in force, those that stay as they are left out. Throws MetadataError. */
export function checkFeatureUpdates(
  updates: readonly FeatureUpdate[],
  features: Features,
  nodeId: number,
): ReadonlyMap<string, number> {
  const proposed = new Map(updates.map(({ name, level }) => [name, level]));
  for (const update of updates) {
    const feature = features.supported.find(({ name }) => name === update.name);
    checkLevel(update, feature, features.levelOf(update.name), nodeId);
    if (update.name === 'metadata.version') checkMetadataVersion(update, features.levelOf(update.name));
    checkNeeds(update, name => proposed.get(name) ?? features.levelOf(name));
  }
  return new Map([...proposed].filter(([name, level]) => level !== features.levelOf(name)));
}

function checkLevel(update: FeatureUpdate, feature: Feature | undefined, current: number, nodeId: number): void {
  const { name, level, upgradeType } = update;
  const refuse = (why: string) => invalid(`Invalid update version ${level} for feature ${name}. ${why}`);
  if (upgradeType < UPGRADE || upgradeType > UNSAFE_DOWNGRADE)
    throw refuse('The controller does not support the given upgrade type.');
  if (level < 0) throw refuse('A feature version cannot be less than 0.');
  if (feature === undefined) throw refuse(`Local controller ${nodeId} does not support this feature.`);
  const { minVersion, maxVersion } = feature;
  if (level < minVersion || level > maxVersion)
    throw refuse(`Local controller ${nodeId} only supports versions ${minVersion}-${maxVersion}`);
  if (level < current && name === 'kraft.version') throw refuse("Can't downgrade the version of this feature.");
  if (level < current && upgradeType === UPGRADE)
    throw refuse(
      "Can't downgrade the version of this feature without setting the upgrade type to either safe or unsafe downgrade.",
    );
  if (level > current && upgradeType !== UPGRADE) throw refuse("Can't downgrade to a newer version.");
}

function checkMetadataVersion({ level, upgradeType }: FeatureUpdate, current: number): void {
  if (!NEW_RECORDS.some(each => each > level && each <= current)) return;
  throw invalid(
    upgradeType === SAFE_DOWNGRADE
      ? `Invalid metadata.version ${level}. Refusing to perform the requested downgrade because it might delete metadata information.`
      : `Invalid metadata.version ${level}. Unsafe metadata downgrade is not supported in this version.`,
  );
}

function checkNeeds({ name, level }: FeatureUpdate, levelOf: (name: string) => number): void {
  const [needed, least] = NEEDS[name] ?? [];
  if (needed === undefined || least === undefined || level === 0 || levelOf(needed) >= least) return;
  throw invalid(
    `Invalid update version ${level} for feature ${name}. ${name} could not be set to ${level} because it depends on ${needed} level ${least}`,
  );
}

const invalid = (message: string) => new MetadataError('INVALID_UPDATE_VERSION', message);
