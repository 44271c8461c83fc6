/** Keys that name Java classes to decide something, and delegation tokens: nothing that this broker could run. */
import { javaClass, key, long, password, refused, text } from './declare.ts';

const noJava = refused('this broker runs no Java');
const noTokens = refused('delegation tokens are not served');

export const policyKeys = [
  key('alter.config.policy.class.name', javaClass(null), 'Judges changes of configuration.', noJava),
  key('create.topic.policy.class.name', javaClass(null), 'Judges new topics.', noJava),
  key('client.quota.callback.class', javaClass(null), 'Decides which quota counts for a client.', noJava),
  key('security.providers', text(null), 'Java security providers to install.', noJava),
  key('delegation.token.secret.key', password, 'Signs delegation tokens (KIP-48).', noTokens),
  key('delegation.token.max.lifetime.ms', long(604800000, { min: 1 }), 'How long a token can live.', noTokens),
  key('delegation.token.expiry.time.ms', long(86400000, { min: 1 }), 'When a token must be renewed.', noTokens),
  key('delegation.token.expiry.check.interval.ms', long(3600000, { min: 1 }), 'How often that is checked.', noTokens),
] as const;
