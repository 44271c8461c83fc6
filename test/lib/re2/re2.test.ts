import { describe, expect, it } from 'vitest';
import { InvalidRe2, Re2 } from '../../../src/lib/re2/re2.ts';

/** Expression, what it matches as a whole, what it does not. What RE2J 1.8 says of them was looked up. */
const understood: [expression: string, yes: string[], no: string[]][] = [
  ['orders', ['orders'], ['orders-1', 'my-orders', '']],
  ['orders.*', ['orders', 'orders-1'], ['my-orders']],
  ['(orders|events)[.]v\\d+', ['orders.v1', 'events.v12'], ['orders.v', 'ordersxv1']],
  ['', [''], ['a']],
  ['a|', ['a', ''], ['b']],
  ['(?i)Foo', ['foo', 'FOO'], ['bar']],
  ['(?i:f)oo', ['Foo'], ['FOO']],
  ['b(?i)o', ['bO'], ['BO']],
  ['a{2,3}', ['aa', 'aaa'], ['a', 'aaaa']],
  ['a{2,}?', ['aa', 'aaaa'], ['a']],
  ['a{,2}', ['a{,2}'], ['aa']],
  ['[^a-c]+', ['xyz', ''].slice(0, 1), ['xay']],
  ['[]a]', [']', 'a'], ['b']],
  ['[a-]', ['-', 'a'], ['b']],
  ['[[:alpha:]]+', ['abc'], ['ab1']],
  ['[[:^digit:]\\d]', ['a', '1'], ['ab']],
  ['\\p{Lu}\\pL*', ['Abc'], ['abc']],
  ['\\PL+', ['12'], ['1a']],
  ['\\Qa.b\\E', ['a.b'], ['axb']],
  ['\\x41\\x{42}\\103', ['ABC'], ['abc']],
  ['^foo$', ['foo'], ['foo-']],
  ['\\Afoo\\z', ['foo'], []],
  ['foo\\b.*', ['foo', 'foo-1'], ['food']],
  ['foo\\B.+', ['food'], ['foo-1']],
  ['(?P<name>a)(?<other>b)', ['ab'], ['a']],
  ['((a|b)*c){2}', ['abcc', 'cc'], ['abc']],
  ['(?s).', ['\n', 'a'], ['']],
  ['.', ['a'], ['\n']],
  ['(?m)^a$\n^b$', ['a\nb'], ['ab']],
];

const refused = [
  '(', 'a)', '[', '[a', '[z-a]', '*a', 'a**', 'a{2}{3}', 'a{2,1}', 'a{1001}', '{1}', '(?=a)', '(?!a)', '(?<=a)b', '(?<!a)b',
  '(a)\\1', '\\1', '(?P=n)', '(?P<n>a)(?P<n>b)', '(?P<>a)', '(?z)', 'foo\\Z', '\\C', '\\h', 'a\\', '[[:foo:]]', '\\p{Foo}',
  '(?>a)', 'a++',
]; // biome-ignore format: a list

describe('RE2', () => {
  it.each(understood)('%s', (expression, yes, no) => {
    const re2 = new Re2(expression);
    expect(yes.filter(text => !re2.matches(text))).toEqual([]);
    expect(no.filter(text => re2.matches(text))).toEqual([]);
  });

  it.each(refused)('refuses %s', expression => {
    expect(() => new Re2(expression)).toThrow(InvalidRe2);
  });

  it('takes no more time for an expression that other engines never finish', () => {
    expect(new Re2('(a+)+(b+)+c').matches('a'.repeat(200))).toBe(false);
  });

  it('refuses repetitions within repetitions that would write the program out a million times', () => {
    expect(() => new Re2('((a{100}){100}){100}')).toThrow(InvalidRe2);
  });
});
