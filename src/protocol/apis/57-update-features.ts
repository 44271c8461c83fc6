import { api } from '../api.ts';
import { array, bool, int8, int16, int32, string } from '../schema.ts';

/**
 * Puts levels of features in force (KIP-584).
 * - v1: kinds of downgrades, validation without a change (KIP-778)
 * - v2: one error for all features
 */
export const updateFeatures = api({
  key: 57,
  name: 'UpdateFeatures',
  versions: '0-2',
  flexible: '0+',
  request: {
    timeoutMs: int32('0+', { default: 60000 }),
    featureUpdates: array('0+', {
      feature: string('0+'),
      maxVersionLevel: int16('0+', { about: '0 turns the feature off' }),
      allowDowngrade: bool('0'),
      upgradeType: int8('1+', { default: 1, about: '1 upgrade, 2 safe downgrade, 3 unsafe downgrade' }),
    }),
    validateOnly: bool('1+', { default: false }),
  },
  response: {
    throttleTimeMs: int32('0+'),
    errorCode: int16('0+'),
    errorMessage: string('0+', { nullable: '0+' }),
    results: array(
      '0-1',
      {
        feature: string('0+'),
        errorCode: int16('0+'),
        errorMessage: string('0+', { nullable: '0+' }),
      },
      { ignorable: true },
    ),
  },
});
