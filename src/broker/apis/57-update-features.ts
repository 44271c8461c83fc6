import { updateFeatures } from '../../protocol/apis/57-update-features.ts';
import { errors } from '../../protocol/errors.ts';
import { sayMinIsrOnce } from '../metadata/min-isr.ts';
import { checkFeatureUpdates } from '../metadata/update-features.ts';
import { CLUSTER_NAME } from '../security/authorizer.ts';
import { refusalOf } from './refusal.ts';
import { mayDo, row } from './row.ts';

/** The last version with a result for each feature. */
const RESULTS_TO = 1;

/** All features are updated or none (Kafka: QuorumController.updateFeatures). */
export const updateFeaturesRow = row({
  api: updateFeatures,
  serves: '0-2',
  needs: ['ALTER CLUSTER'],
  handle({ featureUpdates, validateOnly }, context) {
    const { broker, version } = context;
    if (!mayDo(context, 'ALTER', 'CLUSTER', CLUSTER_NAME)) {
      const { code: errorCode, message: errorMessage } = errors.CLUSTER_AUTHORIZATION_FAILED;
      return { throttleTimeMs: 0, errorCode, errorMessage };
    }
    // Kafka no longer reads `allowDowngrade` of version 0, which therefore only upgrades.
    const updates = featureUpdates.map(({ feature, maxVersionLevel, upgradeType }) => ({
      name: feature,
      level: maxVersionLevel,
      upgradeType,
    }));
    try {
      const levels = checkFeatureUpdates(updates, broker.features, broker.node.id);
      if (!validateOnly && levels.size > 0) {
        broker.features.set(levels);
        if (levels.has('eligible.leader.replicas.version')) sayMinIsrOnce(broker.dynamicConfigs, broker.settings);
      }
    } catch (error) {
      const { errorCode, errorMessage } = refusalOf(error);
      const failed = `The update failed for all features since the following feature had an error: ${errorMessage}`;
      return { throttleTimeMs: 0, errorCode, errorMessage: failed };
    }
    const results = featureUpdates.map(({ feature }) => ({ feature, errorCode: 0, errorMessage: 'NONE' }));
    return { throttleTimeMs: 0, errorCode: 0, errorMessage: null, results: version <= RESULTS_TO ? results : [] };
  },
});
