import { incrementalAlterConfigs } from '../../protocol/apis/44-incremental-alter-configs.ts';
import { alterIncrementally, onceCheck } from '../metadata/alter-configs.ts';
import { checkConfigAccess, needsOfConfigs } from './config-access.ts';
import { refusalOf } from './refusal.ts';
import { row } from './row.ts';

export const incrementalAlterConfigsRow = row({
  api: incrementalAlterConfigs,
  serves: '0-1',
  needs: needsOfConfigs('ALTER_CONFIGS'),
  handle({ resources, validateOnly }, context) {
    const checkOnce = onceCheck(resources);
    const responses = resources.map(({ resourceType, resourceName, configs }) => {
      try {
        checkOnce({ resourceType, resourceName });
        checkConfigAccess(context, 'ALTER_CONFIGS', { resourceType, resourceName });
        alterIncrementally(context.broker, { resourceType, resourceName }, configs, validateOnly);
        return { errorCode: 0, errorMessage: null, resourceType, resourceName };
      } catch (error) {
        return { ...refusalOf(error), resourceType, resourceName };
      }
    });
    return { throttleTimeMs: 0, responses };
  },
});
