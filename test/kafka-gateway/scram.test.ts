import { describe, expect, it } from 'vitest';
import { plain } from '../../src/kafka/sasl/plain.ts';
import { scram } from '../../src/kafka/sasl/scram.ts';

describe('SCRAM-SHA-256', () => {
  // RFC 7677, section 3
  const nonce = 'rOprNGfwEbeRWgbNEkqO';
  const serverFirst = Buffer.from(
    'r=rOprNGfwEbeRWgbNEkqO%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0,s=W22ZaJ0SNY7soEsUEjb6gQ==,i=4096',
  );
  const start = () => {
    const exchange = scram('sha256', 'user', 'pencil', nonce);
    exchange.start();
    return exchange;
  };

  it('says what RFC 7677 says', async () => {
    const exchange = scram('sha256', 'user', 'pencil', nonce);
    expect(exchange.start().toString()).toBe('n,,n=user,r=rOprNGfwEbeRWgbNEkqO');
    expect((await exchange.step(serverFirst))?.toString()).toBe(
      'c=biws,r=rOprNGfwEbeRWgbNEkqO%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0,p=dHzbZapWIk4jUhN+Ute9ytag9zjfMHgsqmmiz7AndVQ=',
    );
    expect(await exchange.step(Buffer.from('v=6rriTRBi23WpRR/wtup+mMhUZUn/dB5nLTJRsjl95G4='))).toBeUndefined();
  });

  it('does not believe a server that cannot prove that it knows the password', async () => {
    const exchange = start();
    await exchange.step(serverFirst);
    expect(() => exchange.step(Buffer.from('v=7rriTRBi23WpRR/wtup+mMhUZUn/dB5nLTJRsjl95G4='))).toThrow('impostor');
    expect(() => exchange.step(Buffer.from('v='))).toThrow('impostor');
    expect(() => exchange.step(Buffer.from('e=invalid-proof'))).toThrow('invalid-proof');
  });

  it.for([
    ['another nonce', 'r=other,s=W22ZaJ0SNY7soEsUEjb6gQ==,i=4096'],
    ['our nonce alone', `r=${nonce},s=W22ZaJ0SNY7soEsUEjb6gQ==,i=4096`],
    ['few iterations', `r=${nonce}x,s=W22ZaJ0SNY7soEsUEjb6gQ==,i=4095`],
    ['endless iterations', `r=${nonce}x,s=W22ZaJ0SNY7soEsUEjb6gQ==,i=2000000000`],
    ['no salt', `r=${nonce}x,i=4096`],
    ['an extension that we must know', `m=x,r=${nonce}x,s=W22ZaJ0SNY7soEsUEjb6gQ==,i=4096`],
  ] as const)('does not go on with %s', async ([, message]) => {
    await expect(async () => start().step(Buffer.from(message))).rejects.toThrow();
  });

  it('escapes = and , in names', () => {
    expect(scram('sha512', 'a=b,c', 'x', 'n').start().toString()).toBe('n,,n=a=3Db=2Cc,r=n');
  });

  it('starts every exchange with a nonce of its own', () => {
    const once = scram('sha256', 'u', 'p').start();
    expect(scram('sha256', 'u', 'p').start()).not.toEqual(once);
  });
});

describe('PLAIN', () => {
  it('sends user and password', () => {
    expect(plain('ann', 'pa:ss').start().toString()).toBe('\0ann\0pa:ss');
  });

  it('refuses what would shift its fields', () => {
    expect(() => plain('a\0b', 'c')).toThrow(TypeError);
  });
});
