import { startTestBroker } from '../../support/broker.ts';
import { authorizerConfig, permissionSpecification } from './permissions.ts';

permissionSpecification('the bundled broker', () => startTestBroker({ config: authorizerConfig }));
