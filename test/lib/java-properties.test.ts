import { describe, expect, it } from 'vitest';
import { parseProperties } from '../../src/lib/java-properties.ts';

/** Key and value pairs, as java.util.Properties.load gives them for the same text (each case tried there). */
const pairs = (text: string) => parseProperties(text).map(({ key, value }) => [key, value]);

describe('a Java properties file', () => {
  it.each([
    ['key=value', [['key', 'value']]],
    ['key = value', [['key', 'value']]],
    ['key:value', [['key', 'value']]],
    ['key value', [['key', 'value']]],
    ['key', [['key', '']]],
    ['key==value', [['key', '=value']]],
    ['  \t key=value', [['key', 'value']]],
    ['key=value  ', [['key', 'value  ']]],
    ['a\\=b=c', [['a=b', 'c']]],
    ['a\\ b c', [['a b', 'c']]],
    ['tab=a\\tb', [['tab', 'a\tb']]],
    ['umlaut=\\u00fc', [['umlaut', 'ü']]],
    ['path=C:\\\\keys', [['path', 'C:\\keys']]],
    ['odd=\\q', [['odd', 'q']]],
    [
      'a=1\r\nb=2\rc=3\n',
      [
        ['a', '1'],
        ['b', '2'],
        ['c', '3'],
      ],
    ],
  ])('%j', (text, expected) => {
    expect(pairs(text)).toEqual(expected);
  });

  it('has comments and blank lines, but none inside of a value', () => {
    expect(pairs('# one\n! two\n\n   # three\nkey=a#b')).toEqual([['key', 'a#b']]);
  });

  it('continues a line that ends in a backslash, without the blanks the next begins with', () => {
    expect(pairs('jaas=Module required \\\n    username="a" \\\n\tpassword="b";')).toEqual([
      ['jaas', 'Module required username="a" password="b";'],
    ]);
  });

  it('does not continue after an escaped backslash', () => {
    expect(pairs('a=1\\\\\nb=2')).toEqual([
      ['a', '1\\'],
      ['b', '2'],
    ]);
  });

  it('knows the line each key is on', () => {
    expect(parseProperties('# c\na=1\\\n2\nb=3').map(({ key, line }) => [key, line])).toEqual([
      ['a', 2],
      ['b', 4],
    ]);
  });

  it('is UTF-8, or Latin-1 when it cannot be UTF-8', () => {
    expect(parseProperties(Buffer.from('a=ü'))[0]?.value).toBe('ü');
    expect(parseProperties(Buffer.from('a=ü', 'latin1'))[0]?.value).toBe('ü');
  });

  it('refuses \\u without four digits', () => {
    expect(() => pairs('a=1\nb=\\u12')).toThrow(expect.objectContaining({ where: 'line 2' }));
  });
});
