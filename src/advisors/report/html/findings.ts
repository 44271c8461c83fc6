/** What is wrong, what that means, what to do: a table of contents for who has a minute, then each in full. */
import { count } from '../../../lib/counted.ts';
import { placeText } from '../../document.ts';
import { type Finding, subjectText } from '../../finding.ts';
import { type FindingGroup, waysOut } from '../groups.ts';
import type { Report } from '../report.ts';
import { type Html, html } from './html.ts';

export function firstThings({ groups }: Report): Html {
  if (groups.length === 0) return html`<p>No rule has found anything.</p>`;
  return html`<div class="scroll"><table class="overview"><caption>What was found, the most pressing first.</caption>
<thead><tr><th scope="col">severity</th><th scope="col">what is wrong</th><th scope="col">where</th><th scope="col">first step</th></tr></thead>
<tbody>${groups.map(group => {
    const { first, severity, findings } = group;
    const where = findings.length === 1 ? subjectText(first.subject) : `${count(findings.length)} places`;
    return html`<tr><td><span class="badge ${severity}">${severity}</span></td><td><a href="#${anchorOf(group)}">${first.title}</a></td><td>${where}</td><td>${firstStep(first)}</td></tr>
`;
  })}</tbody></table></div>`;
}

const firstStep = ({ fix: [first] }: Finding): Html =>
  html`${first?.text}${first?.command && html`<br><code>${first.command}</code>`}`;

export const findingsInFull = (report: Report): Html =>
  html`<section id="findings"><h2>What is wrong, and what to do</h2>
${report.groups.length === 0 ? html`<p>Nothing.</p>` : report.groups.map(group => article(group, report))}</section>`;

const anchorOf = ({ severity, first }: FindingGroup): string => `${first.rule}-${severity}`;

function article(group: FindingGroup, { ruleOf }: Report): Html {
  const { first, severity, findings } = group;
  const rule = ruleOf(first.rule);
  const claim = rule?.claim;
  return html`<article id="${anchorOf(group)}"><header><span class="badge ${severity}">${severity}</span><h3>${first.title}</h3><small>${first.rule} ${first.name}</small></header>
<h4>Where</h4>${places(findings)}
<h4>What it means</h4><p>${first.why}</p>
<h4>What to do</h4>${waysOut(findings).map(way)}
${claim && html`<h4>Often said</h4><p>${claim.text} <small>(${claim.places.map(placeText).join('; ')})</small></p>`}
${rule && html`<h4>What holds for Kafka 4</h4><p>${rule.truth.text}</p>`}
<p><small>Source: ${first.source}. More: <code>mq explain ${first.rule}</code></small></p>
</article>
`;
}

const MOST_PLACES = 10;
/** Behind a click; more makes browsers slow, and nobody reads it. */
const MOST_LISTED = 1_000;

function places(findings: readonly Finding[]): Html {
  const rows = (some: readonly Finding[]) =>
    html`<div class="scroll"><table><tbody>${some.map(
      ({ subject, observed }) => html`<tr><th scope="row">${subjectText(subject)}</th><td>${observed}</td></tr>
`,
    )}</tbody></table></div>`;
  const rest = findings.slice(MOST_PLACES, MOST_LISTED);
  const left = findings.length - MOST_LISTED;
  const note = left > 0 && html`<p>And ${count(left)} more: mq doctor -o json has them all.</p>`;
  return html`${rows(findings.slice(0, MOST_PLACES))}${rest.length > 0 && html`<details><summary>${count(rest.length)} more</summary>${rows(rest)}${note}</details>`}`;
}

const MOST_COMMANDS = 5;

function way({ text, commands }: ReturnType<typeof waysOut>[number]): Html {
  const rest = commands.slice(MOST_COMMANDS, MOST_LISTED);
  return html`<p>${text}</p>${commands.length > 0 && html`<pre>${commands.slice(0, MOST_COMMANDS).join('\n')}</pre>`}${rest.length > 0 && html`<details><summary>${count(rest.length)} more commands</summary><pre>${rest.join('\n')}</pre></details>`}`;
}
