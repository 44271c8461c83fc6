/** What a reader must know besides the findings: what could not be checked, what somebody has accepted, and where it all comes from. */
import { count } from '../../../lib/counted.ts';
import { subjectText } from '../../finding.ts';
import type { Report } from '../report.ts';
import { type Html, html } from './html.ts';

export const notChecked = ({ needs }: Report): Html =>
  html`<section id="unchecked"><h2>What could not be checked</h2>${
    needs.length === 0
      ? html`<p>Every rule had what it needs.</p>`
      : html`<p>mq does not guess. What it could not find out is listed here, with what would help.</p>
<div class="scroll"><table><thead><tr><th scope="col">would help</th><th scope="col">because</th><th scope="col">rules</th></tr></thead>
<tbody>${needs.map(
          need => html`<tr><th scope="row">${need.subject && `${need.subject}: `}${need.needs}</th><td>${need.reason}</td><td>${need.rules.join(', ')}</td></tr>
`,
        )}</tbody></table></div>`
  }</section>`;

export function accepted({ diagnosis }: Report): Html | false {
  const { suppressed, expired, known } = diagnosis;
  if (suppressed.length + expired.length + known.length === 0) return false;
  return html`<section id="accepted"><h2>What was accepted</h2>
${known.length > 0 && html`<p>${count(known.length)} findings were there when the baseline was written, and are not told again.</p>`}
${
  suppressed.length > 0 &&
  html`<div class="scroll"><table><thead><tr><th scope="col">finding</th><th scope="col">where</th><th scope="col">reason</th><th scope="col">until</th></tr></thead>
<tbody>${suppressed.map(
    ({
      finding,
      reason,
      expires,
    }) => html`<tr><th scope="row">${finding.rule} ${finding.name}</th><td>${subjectText(finding.subject)}</td><td>${reason}</td><td>${expires}</td></tr>
`,
  )}</tbody></table></div>`
}
${expired.map(({ rule, subject, expires, place }) => html`<p>The acceptance of ${rule}${subject && ` for ${subject}`} ended on ${expires} (${place}).</p>`)}
</section>`;
}

export function appendix({ diagnosis, groups, ruleOf }: Report): Html {
  const sources = [...new Map(groups.map(({ first }) => [first.rule, first])).values()];
  return html`<section id="appendix"><h2>Appendix</h2>
<h3>Severities</h3><div class="scroll"><table><tbody>
<tr><th scope="row"><span class="badge critical">critical</span></th><td>Data is being lost, or producers or consumers stand still, or one more failure does that.</td></tr>
<tr><th scope="row"><span class="badge error">error</span></th><td>The cluster works; a failure or a peak that is to be expected will cost data or stop it.</td></tr>
<tr><th scope="row"><span class="badge warning">warning</span></th><td>It costs money, speed or nerves, or is an error only in some places.</td></tr>
<tr><th scope="row"><span class="badge info">info</span></th><td>Worth knowing.</td></tr></tbody></table></div>
${
  sources.length > 0 &&
  html`<h3>Sources of the findings</h3><div class="scroll"><table><tbody>${sources.map(
    ({ rule, name, source }) => html`<tr><th scope="row">${rule} ${name}</th><td>${source}</td></tr>
`,
  )}</tbody></table></div>`
}
<h3>Rules that found nothing (${count(diagnosis.clean.length)})</h3>
<details><summary>List</summary><p>${diagnosis.clean.map(id => `${id} ${ruleOf(id)?.name ?? ''}`).join(', ')}</p></details></section>`;
}
