/** Users as `--add-scram` is given them (Kafka: ScramParserTest.java). */
import { describe, expect, it } from 'vitest';
import { parseScramUser } from '../../../src/broker/security/scram/initial-user.ts';

describe('--add-scram', () => {
  it.for([
    [
      'SCRAM-SHA-256=[name=alice,password=alice-secret]',
      { mechanism: 'SCRAM-SHA-256', name: 'alice', password: 'alice-secret', iterations: 4096 },
    ],
    [
      'SCRAM-SHA-512=[name="alice",iterations=8192,password="a=b"]',
      { mechanism: 'SCRAM-SHA-512', name: 'alice', password: 'a=b', iterations: 8192 },
    ],
    [
      'SCRAM-SHA-512=[name=alice,iterations=8192,salt="N3E=",saltedpassword="YCE="]',
      {
        mechanism: 'SCRAM-SHA-512',
        name: 'alice',
        iterations: 8192,
        salt: Buffer.from('N3E=', 'base64'),
        saltedPassword: Buffer.from('YCE=', 'base64'),
      },
    ],
  ] as const)('%s', ([text, user]) => {
    expect(parseScramUser(text)).toEqual(user);
  });

  it.for([
    ['PLAIN=[name=alice,password=geheim]', /begins with SCRAM-SHA-256=/],
    ['SCRAM-SHA-256=name=alice,password=geheim', /begins with SCRAM-SHA-256=/],
    ['SCRAM-SHA-256=[password=geheim]', /needs a name/],
    ['SCRAM-SHA-256=[name=alice]', /alice needs a password/],
    ['SCRAM-SHA-256=[name=alice,saltedpassword=geheim]', /alice needs a password, or salt/],
    ['SCRAM-SHA-256=[name=alice,password=geheim,color=red]', /has no color/],
    ['SCRAM-SHA-256=[name=alice,password]', /a name and a value/],
  ] as const)('%s is refused, without its password in the message', ([text, message]) => {
    expect(() => parseScramUser(text)).toThrow(message);
    expect(() => parseScramUser(text)).not.toThrow(/geheim/);
  });
});
