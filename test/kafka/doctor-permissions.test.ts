/** A user with few permissions, on Apache Kafka. */
import { authorizerConfig, permissionSpecification } from '../advisors/evidence/permissions.ts';
import { startKafka } from '../support/kafka.ts';

permissionSpecification('Apache Kafka', () => startKafka({ config: authorizerConfig }));
