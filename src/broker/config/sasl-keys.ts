/** Keys of SASL on the broker's side (Kafka: BrokerSecurityConfigs.java, SaslConfigs.java). */
import {
  harmless,
  int,
  javaClass,
  key,
  list,
  long,
  ofListener,
  ofMechanism,
  password,
  perBroker,
  refused,
  text,
} from './declare.ts';

const noJava = refused('this broker runs no Java');
const noPeers = harmless('the broker authenticates to nobody');
const once = harmless('keys that cannot be read are tried again for the next token');
const PRINCIPAL_BUILDER = 'org.apache.kafka.common.security.authenticator.DefaultKafkaPrincipalBuilder';
const OAUTH = 'org.apache.kafka.common.security.oauthbearer';
/** Kafka's own: what they do is done here without them. The last is where the second was before Kafka 3.4. */
const VALIDATORS = [
  `${OAUTH}.internals.unsecured.OAuthBearerUnsecuredValidatorCallbackHandler`,
  `${OAUTH}.OAuthBearerValidatorCallbackHandler`,
  `${OAUTH}.secured.OAuthBearerValidatorCallbackHandler`,
];
const JWT_VALIDATOR = 'org.apache.kafka.common.security.oauthbearer.DefaultJwtValidator';

export const saslKeys = [
  key('sasl.enabled.mechanisms', list('GSSAPI'), 'Mechanisms that clients may choose from.', perBroker, ofListener),
  key('sasl.jaas.config', password, 'Users and their passwords, as login modules of JAAS.', perBroker, ofMechanism),
  key('sasl.server.callback.handler.class', javaClass(null, { oneOf: VALIDATORS }), 'Verifies tokens.', ofMechanism),
  key('sasl.server.max.receive.size', int(524288), 'The largest message of an authentication.', ofListener),
  key('sasl.mechanism.inter.broker.protocol', text('GSSAPI'), 'Between brokers.', perBroker, noPeers),
  key('sasl.mechanism.controller.protocol', text('GSSAPI'), 'Between broker and controller.', noPeers),
  key('principal.builder.class', javaClass(PRINCIPAL_BUILDER), 'From connection to principal.', perBroker, noJava),
  key('sasl.oauthbearer.jwt.validator.class', javaClass(JWT_VALIDATOR), 'Verifies tokens.', ofMechanism, noJava),
  key('sasl.oauthbearer.jwks.endpoint.url', text(null), 'Where the keys of tokens are.', ofMechanism),
  key('sasl.oauthbearer.jwks.endpoint.refresh.ms', long(3600000), 'How often they are fetched.', ofMechanism),
  key('sasl.oauthbearer.jwks.endpoint.retry.backoff.ms', long(100), 'Between two tries.', ofMechanism, once),
  key(
    'sasl.oauthbearer.jwks.endpoint.retry.backoff.max.ms',
    long(10000),
    'At least, before keys are read for the sake of one that is not known.',
    ofMechanism,
  ),
  key('sasl.oauthbearer.expected.audience', list(null), 'Audiences of tokens.', ofMechanism),
  key('sasl.oauthbearer.expected.issuer', text(null), 'The issuer of tokens.', ofMechanism),
  key('sasl.oauthbearer.clock.skew.seconds', int(30), 'Between the clocks of issuer and broker.', ofMechanism),
  key('sasl.oauthbearer.scope.claim.name', text('scope'), 'The claim with the scope.', ofMechanism),
  key('sasl.oauthbearer.sub.claim.name', text('sub'), 'The claim with the principal.', ofMechanism),
] as const;
