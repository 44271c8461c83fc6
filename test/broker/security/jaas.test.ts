/** sasl.jaas.config as Kafka reads it (JaasConfig.java, JaasContextTest.java). */
import { describe, expect, it } from 'vitest';
import { parseJaas } from '../../../src/broker/security/sasl/jaas.ts';

const parsed = (text: string) => {
  const { loginModule, options } = parseJaas(text);
  return [loginModule, Object.fromEntries(options)];
};

describe('sasl.jaas.config', () => {
  it.for([
    ['without options', 'a.B required;', ['a.B', {}]],
    ['with options', 'a.B required user_x="y" z=1;', ['a.B', { user_x: 'y', z: '1' }]],
    ['over several lines', 'a.B\n  required\n  user_x = "y"\n;\n', ['a.B', { user_x: 'y' }]],
    ['with quotes of both kinds', `a.B optional x='say "hi"' y="it's";`, ['a.B', { x: 'say "hi"', y: "it's" }]],
    ['with escapes', 'a.B required x="a\\"b\\\\c;=";', ['a.B', { x: 'a"b\\c;=' }]],
    ['with comments', 'a.B /* one */ required // two\n x="y";', ['a.B', { x: 'y' }]],
  ] as const)('%s', ([, text, expected]) => {
    expect(parsed(text)).toEqual(expected);
  });

  it.for([
    ['nothing', '', /no login module/],
    ['no control flag', 'a.B x="y";', /after the login module a.B one of required/],
    ['no end', 'a.B required x="y"', /semicolon/],
    ['two modules', 'a.B required; c.D required;', /one login module/],
    ['an option without a value', 'a.B required x;', /option x has no value/],
    ['a quote that is not closed', 'a.B required x="geheim;', /a quote is not closed/],
  ] as const)('%s cannot be read, and the message holds no value', ([, text, message]) => {
    expect(() => parseJaas(text)).toThrow(message);
    expect(() => parseJaas(text)).not.toThrow(/geheim/);
  });
});
