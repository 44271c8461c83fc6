import { incrementalAlterConfigs } from '../../protocol/apis/44-incremental-alter-configs.ts';
import { alterIncrementally } from '../metadata/alter-configs.ts';
import { refusalOf } from './refusal.ts';
import { row } from './row.ts';

export const incrementalAlterConfigsRow = row({
  api: incrementalAlterConfigs,
  serves: '0-1',
  handle: ({ resources, validateOnly }, { broker }) => ({
    throttleTimeMs: 0,
    responses: resources.map(({ resourceType, resourceName, configs }) => {
      try {
        alterIncrementally(broker, { resourceType, resourceName }, configs, validateOnly);
        return { errorCode: 0, errorMessage: null, resourceType, resourceName };
      } catch (error) {
        return { ...refusalOf(error), resourceType, resourceName };
      }
    }),
  }),
});
