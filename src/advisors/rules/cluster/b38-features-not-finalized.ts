import { rule } from '../../rule.ts';

const FEATURE = 'metadata.version';

/** Level → release, from MetadataVersion. */
const releases: Readonly<Record<number, string>> = {
  7: '3.3',
  8: '3.4',
  9: '3.5',
  10: '3.5',
  11: '3.5',
  12: '3.6',
  13: '3.6',
  14: '3.6',
  15: '3.7',
  16: '3.7',
  17: '3.7',
  18: '3.7',
  19: '3.7',
  20: '3.8',
  21: '3.9',
  22: '4.0',
  23: '4.0',
  24: '4.0',
  25: '4.0',
  26: '4.1',
  27: '4.1',
  28: '4.2',
  29: '4.2',
  30: '4.3',
  31: '4.4',
};

export const featuresNotFinalized = rule({
  id: 'B38',
  name: 'features-not-finalized',
  title: 'The cluster runs new software with the metadata version of older',
  severity: 'info',
  why: 'What the new release brings stays off, and the next upgrade has a longer way; there is no harm in waiting until all nodes run the new software.',
  remedy: 'Finish the upgrade with kafka-features.sh once every node runs the new release and does well.',
  truth: {
    text: 'An upgrade ends with kafka-features.sh upgrade; the software alone changes nothing. Other features (share.version, kraft.version) are choices and are not told of.',
    source: 'Kafka documentation, Upgrading KRaft-based clusters; MetadataVersion',
  },
  evidence: ['features'],
  see: { notHere: 'the bundled broker has one metadata version' },
  *check({ features }) {
    const inForce = features.finalized[FEATURE];
    const possible = features.supported[FEATURE]?.max;
    if (inForce === undefined || possible === undefined || inForce >= possible) return;
    yield {
      subject: { type: 'cluster' },
      observed: `${FEATURE} is ${named(inForce)}, the broker that answered could do ${named(possible)}`,
      numbers: { inForce, possible },
      fix: [
        {
          text: 'When every broker and controller runs the new release and does well. Going back is then hardly possible.',
          command: upgradeTo(possible),
        },
      ],
    };
  },
});

const named = (level: number): string => (releases[level] ? `${level} (${releases[level]})` : String(level));

/** The tool has --release-version since 4.0, which is about all features; before, --metadata takes a release. */
function upgradeTo(level: number): string {
  const release = releases[level];
  if (release === undefined) return `kafka-features.sh upgrade --feature ${FEATURE}=${level}`;
  return `kafka-features.sh upgrade ${release.startsWith('3.') ? '--metadata' : '--release-version'} ${release}`;
}
