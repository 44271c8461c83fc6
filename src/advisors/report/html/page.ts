/**
 * The report as one page of HTML that loads nothing: no script, no font, no picture from anywhere, and a policy in it that forbids browsers to. Whoever
 * gets it by mail can read it, print it, and archive it.
 */
import { count } from '../../../lib/counted.ts';
import { severities } from '../../finding.ts';
import { momentText, type Report } from '../report.ts';
import { charts } from './charts.ts';
import { findingsInFull, firstThings } from './findings.ts';
import { type Html, html } from './html.ts';
import { accepted, appendix, notChecked } from './remainder.ts';
import { style } from './style.ts';

export function htmlPage(report: Report): string {
  const { verdict, looked, evidence, version, profile } = report;
  const name = looked.clusterId === undefined ? 'Kafka' : `Kafka cluster ${looked.clusterId}`;
  const page = html`<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<title>${name}: ${verdict.title}</title><style>${style}</style></head>
<body><header><h1>${name}</h1>
<p class="quiet">Examined on ${momentText(evidence.collectedAtMs)} by mq ${version}${profile && `, profile ${profile}`}.</p>
<nav aria-label="Contents"><ul>${sections.map(([id, title]) => html`<li><a href="#${id}">${title}</a></li>`)}</ul></nav></header>
<main>
<section id="summary"><div class="verdict ${verdict.severity}"><strong>${verdict.title}</strong>${verdict.text} ${sumText(report)}</div>
<h2>What was looked at</h2><ul class="tiles">${tiles(report)}</ul></section>
<section id="first"><h2>What to do first</h2>${firstThings(report)}</section>
${charts(report)}
${findingsInFull(report)}
${notChecked(report)}
${accepted(report)}
${appendix(report)}
</main><footer>Made by mq ${version} from what the brokers answered; nothing was changed, and no record was kept. This page loads nothing from anywhere.</footer></body></html>
`;
  return page.text;
}

const sections = [
  ['summary', 'Summary'],
  ['first', 'What to do first'],
  ['numbers', 'Numbers'],
  ['findings', 'Findings'],
  ['unchecked', 'Not checked'],
  ['appendix', 'Appendix'],
] as const;

/** 'Found: 2 critical, 1 error, 3 infos.' */
function sumText({ counts }: Report): string {
  const parts = [...severities].reverse().flatMap(severity => {
    const amount = counts[severity];
    const plural = amount === 1 || severity === 'critical' ? '' : 's';
    return amount > 0 ? `${count(amount)} ${severity}${plural}` : [];
  });
  return parts.length > 0 ? `Found: ${parts.join(', ')}.` : '';
}

function tiles({ looked }: Report): Html[] {
  const rows: readonly (readonly [amount: number | undefined, one: string, many: string])[] = [
    [looked.brokers, 'broker', 'brokers'],
    [looked.topics, 'topic', "topics, Kafka's own included"],
    [looked.partitions, 'partition', 'partitions'],
    [looked.groups, 'consumer group', 'consumer groups'],
    [looked.clientFiles, 'client file', 'client files'],
    [looked.rulesChecked, 'rule checked', 'rules checked'],
    [looked.rulesNotChecked, 'rule not checked', 'rules not checked'],
  ];
  return rows.flatMap(([amount, one, many]) =>
    amount === undefined ? [] : html`<li><b>${count(amount)}</b>${amount === 1 ? one : many}</li>`,
  );
}
