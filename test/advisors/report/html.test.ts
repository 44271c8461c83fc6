import { describe, expect, it } from 'vitest';
import { htmlPage } from '../../../src/advisors/report/html/page.ts';
import { style } from '../../../src/advisors/report/html/style.ts';
import { reportOf } from '../../../src/advisors/report/report.ts';
import { aDiagnosis, aFinding, anInput, evil } from './report-input.ts';

const pageOf = (given: Parameters<typeof anInput>[0] = {}) => htmlPage(reportOf(anInput(given)));

describe('the page of HTML', () => {
  it('loads nothing from anywhere, and forbids it', () => {
    const page = pageOf();
    expect(page).not.toMatch(/<(script|link|img|iframe|object|embed|base|form|video|audio)\b/i);
    expect(page).not.toMatch(/<[^>]*\s(src|srcset|action|data|poster|background|on\w+)\s*=/i);
    expect(page).not.toMatch(/url\(|@import|@font-face/i);
    expect([...page.matchAll(/\shref="([^"]*)"/g)].every(([, to]) => to?.startsWith('#'))).toBe(true);
    expect(page).toContain(`content="default-src 'none'; style-src 'unsafe-inline'"`);
  });

  it('shows names of the cluster as text, wherever they stand', () => {
    const finding = {
      ...aFinding({ type: 'topic', topic: evil }),
      observed: evil,
      why: evil,
      title: evil,
      source: evil,
    };
    const page = pageOf({
      diagnosis: aDiagnosis([finding], {
        unchecked: [{ rule: 'B15', name: evil, subject: evil, reason: evil, needs: evil }],
        suppressed: [{ finding, reason: evil, expires: evil }],
        expired: [{ rule: evil, subject: evil, reason: evil, expires: evil, place: evil }],
        known: [finding],
      }),
      version: evil,
    });
    expect(page).not.toContain('<img');
    expect(page).not.toContain('onerror="');
    expect(page).toContain('&lt;img src=x onerror=&quot;alert(&#39;1&#39;)&quot;&gt;&amp;|*_');
  });

  it('links what is to be done first to where it is told in full', () => {
    const page = pageOf();
    const ids = [...page.matchAll(/\sid="([^"]*)"/g)].map(([, id]) => id);
    const links = [...page.matchAll(/\shref="#([^"]*)"/g)].map(([, to]) => to);
    expect(new Set(ids).size).toBe(ids.length);
    expect(links.filter(to => !ids.includes(to))).toEqual([]);
    expect(links).toContain('B03-error');
  });

  it('says what was looked at, what is wrong, what it means, what to do, and what could not be checked', () => {
    const page = pageOf();
    for (const text of [
      '<b>3</b>brokers',
      '<b>11</b>partitions',
      'Found: 1 error.',
      'partitions 0 and 1 have 1 of 3 replicas in sync',
      '<pre>mq topic describe orders</pre>',
      '--metrics URL|FILE',
      'mq explain B03',
    ])
      expect(page).toContain(text);
  });

  it('has the numbers of each chart in its cells, and bars that a screen reader passes over', () => {
    const page = pageOf();
    const lag = page.slice(page.indexOf('Lag per group'));
    expect(lag).toContain('<td class="number">500</td>');
    expect(page).toContain('<td class="number">3.6 kB</td>');
    expect(page.match(/<svg\b/g)?.length).toBe(page.match(/<svg [^>]*aria-hidden="true"/g)?.length);
    expect(page).not.toContain('NaN');
  });

  it('is well when there is nothing to tell', () => {
    const page = pageOf({
      diagnosis: aDiagnosis([], { unchecked: [] }),
      evidence: { collectedAtMs: 0, kinds: {}, missing: [] },
    });
    expect(page).toContain('Nothing was found.');
    expect(page).not.toMatch(/undefined|NaN/);
  });

  it('shows a finding about thousands of topics without showing thousands of rows at once', () => {
    const many = Array.from({ length: 3000 }, (_, i) => aFinding({ type: 'topic', topic: `t${i}` }));
    const page = pageOf({ diagnosis: aDiagnosis(many) });
    expect(page).toContain('<summary>990 more</summary>');
    expect(page).toContain('And 2,000 more: mq doctor -o json has them all.');
    expect(page.length).toBeLessThan(500_000);
  });
});

describe('the colours of the page', () => {
  const themes = [...style.text.matchAll(/:root \{([^}]*)\}/g)].map(([, block]) =>
    Object.fromEntries([...block!.matchAll(/--([\w-]+): (#[0-9a-f]{3,6})/g)].map(([, name, value]) => [name!, value!])),
  );

  it.each([
    ['light', 0],
    ['dark', 1],
    ['print', 2],
  ] as const)('can be read: %s', (_, index) => {
    const theme = themes[index]!;
    const ratios = ['text', 'quiet', 'accent', 'critical', 'error', 'warning', 'info', 'none'].flatMap(name => [
      [name, 'ground', contrast(theme[name]!, theme.ground!)],
      [name, 'raised', contrast(theme[name]!, theme.raised!)],
      ...(theme[`${name}-ground`] ? [[name, `${name}-ground`, contrast(theme[name]!, theme[`${name}-ground`]!)]] : []),
    ]);
    expect(ratios.filter(([, , ratio]) => (ratio as number) < 4.5)).toEqual([]);
  });
});

/** WCAG 2.2, relative luminance and contrast ratio. */
function contrast(a: string, b: string): number {
  const [light, dark] = [luminance(a), luminance(b)].sort((x, y) => y - x) as [number, number];
  return (light + 0.05) / (dark + 0.05);
}

function luminance(colour: string): number {
  const digits = colour.length === 4 ? [...colour.slice(1)].map(digit => digit + digit) : colour.slice(1).match(/../g)!;
  const [r, g, b] = digits.map(pair => {
    const value = Number.parseInt(pair, 16) / 255;
    return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
  }) as [number, number, number];
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}
