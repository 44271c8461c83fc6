/** Charts that are tables: each row has its numbers as text and a bar beside them, so that nobody needs to see the bar. */
import { formatBytes } from '../../../lib/bytes.ts';
import { count } from '../../../lib/counted.ts';
import { severities } from '../../finding.ts';
import { brokerFigures, lagFigures, type SkewFigure, skewFigures } from '../figures.ts';
import type { Report } from '../report.ts';
import { type Html, html } from './html.ts';

const MOST_TOPICS = 12;
const MOST_GROUPS = 15;
/** A sparkline of more columns shows nothing: neighbours are drawn as their largest. */
const MOST_COLUMNS = 120;

export function charts(report: Report): Html {
  const { kinds } = report.evidence;
  const [brokers, skew, lag] = [brokerFigures(kinds), skewFigures(kinds, MOST_TOPICS), lagFigures(kinds, MOST_GROUPS)];
  return html`<section id="numbers"><h2>The cluster in numbers</h2><div class="charts">
${severityChart(report)}
${
  brokers &&
  barChart(
    'Partitions per broker',
    'Partitions that a broker leads, and replicas that it holds of all.',
    'broker',
    brokers.map(({ broker, leaders, replicas }) => ({
      name: String(broker),
      bars: [leaders, replicas - leaders],
      cells: [count(leaders), count(replicas)],
    })),
    ['leads', 'replicas'],
  )
}
${
  brokers?.every(({ bytes }) => bytes !== undefined) &&
  barChart(
    'Bytes per broker',
    'What the replicas of a broker take on its disks.',
    'broker',
    brokers.map(({ broker, bytes = 0 }) => ({ name: String(broker), bars: [bytes], cells: [formatBytes(bytes)] })),
    ['bytes'],
  )
}
${
  lag &&
  lag.length > 0 &&
  barChart(
    'Lag per group',
    `Records that a group has yet to read${lag.length === MOST_GROUPS ? `; the ${MOST_GROUPS} largest` : ''}.`,
    'group',
    lag.map(({ group, records, partitions }) => ({
      name: group,
      bars: [records],
      cells: [count(records), count(partitions)],
    })),
    ['records', 'partitions'],
  )
}
${skew && skew.topics.length > 0 && skewChart(skew.topics, skew.unit)}
</div></section>`;
}

const severityChart = ({ counts }: Report): Html =>
  barChart(
    'Findings by severity',
    'One for each topic, group, broker or file that a rule has found something about.',
    'severity',
    [...severities].reverse().map(severity => ({
      name: severity,
      bars: [counts[severity]],
      cells: [count(counts[severity])],
      tone: severity,
    })),
    ['findings'],
  );

interface Row {
  readonly name: string;
  /** One after the other, in one line. */
  readonly bars: readonly number[];
  readonly cells: readonly string[];
  readonly tone?: string;
}

function barChart(
  title: string,
  caption: string,
  first: string,
  rows: readonly Row[],
  headers: readonly string[],
): Html {
  const longest = rows.reduce((most, { bars }) => Math.max(most, sum(bars)), 0);
  return html`<div class="scroll"><table class="chart"><caption><strong>${title}.</strong> ${caption}</caption>
<thead><tr><th scope="col">${first}</th><td></td>${headers.map(header => html`<th scope="col" class="number">${header}</th>`)}</tr></thead>
<tbody>${rows.map(
    row => html`<tr><th scope="row">${row.name}</th><td>${bar(row, longest)}</td>${row.cells.map(cell => html`<td class="number">${cell}</td>`)}</tr>
`,
  )}</tbody></table></div>`;
}

function bar({ bars, tone }: Row, longest: number): Html {
  const share = (value: number) => (longest > 0 ? (100 * value) / longest : 0).toFixed(2);
  const drawn = bars.map(
    (value, index) => html`<rect x="${share(sum(bars.slice(0, index)))}%" width="${share(value)}%" height="100%"/>`,
  );
  return html`<svg class="bar ${tone ? `${tone}-bar` : ''}" aria-hidden="true">${drawn}</svg>`;
}

function skewChart(topics: readonly SkewFigure[], unit: 'bytes' | 'records'): Html {
  const shown = unit === 'bytes' ? formatBytes : count;
  return html`<div class="scroll"><table class="chart"><caption><strong>Partitions beside each other.</strong> How large the partitions of a topic are, the most uneven topics first; 1.0 is even.</caption>
<thead><tr><th scope="col">topic</th><td></td><th scope="col" class="number">partitions</th><th scope="col" class="number">largest</th><th scope="col" class="number">by the mean</th></tr></thead>
<tbody>${topics.map(
    ({
      topic,
      sizes,
      ratio,
    }) => html`<tr><th scope="row">${topic}</th><td>${columns(sizes)}</td><td class="number">${count(sizes.length)}</td><td class="number">${shown(largest(sizes))}</td><td class="number">${ratio.toFixed(1)}</td></tr>
`,
  )}</tbody></table></div>`;
}

function columns(sizes: readonly number[]): Html {
  const each = Math.ceil(sizes.length / MOST_COLUMNS);
  const heights = Array.from({ length: Math.ceil(sizes.length / each) }, (_, i) =>
    largest(sizes.slice(i * each, (i + 1) * each)),
  );
  const top = largest(heights) || 1;
  return html`<svg class="columns" viewBox="0 0 ${heights.length} 100" preserveAspectRatio="none" aria-hidden="true">${heights.map(
    (height, at) => {
      const share = Math.max(1, (100 * height) / top);
      return html`<rect x="${at + 0.1}" y="${(100 - share).toFixed(1)}" width="0.8" height="${share.toFixed(1)}"/>`;
    },
  )}</svg>`;
}

const sum = (numbers: readonly number[]): number => numbers.reduce((total, each) => total + each, 0);
const largest = (numbers: readonly number[]): number => numbers.reduce((most, each) => Math.max(most, each), 0);
