/** A plan for people: what it starts from, the arithmetic, limits, settings, the documents beside today, sources, and what follows. */
import { placeText } from '../advisors/document.ts';
import { figure } from '../advisors/plan/figure.ts';
import type { Given, Limit, Plan, Setting, Step } from '../advisors/plan/plan.ts';
import type { Column, Prose, Section, View } from './output.ts';
import { wrapped } from './prose.ts';
import type { Text } from './view.ts';

/** `own` are sections of one kind of plan, shown behind the arithmetic. */
export function planView(plan: Plan, own: View['sections'] = []): View {
  const sources = new Sources([...plan.steps, ...plan.limits, ...plan.claims]);
  const sections: View['sections'] = [
    { title: 'Reckoned with', rows: plan.given, columns: givenColumns, headless: true },
    stepsOf(plan.steps, sources),
    ...own,
    limitsOf(plan.limits, sources),
    ...[...Map.groupBy(plan.settings, setting => setting.of)].map(([of, rows]) => ({
      title: `Settings: ${of}`,
      rows,
      columns: settingColumns,
      headless: true,
    })),
    prose(
      'The documents, and today',
      plan.claims.map(
        ({ place, says, today, source }) => `${placeText(place)}: ${says}\ntoday: ${today} ${sources.mark(source)}`,
      ),
    ),
    prose('Mind', plan.notes),
    prose('Next', plan.next),
    prose('Sources', sources.list()),
  ];
  return {
    sections: [
      headline(plan.answer),
      ...sections.filter(
        section => 'text' in section || ('rows' in section ? section.rows : section.sentences).length > 0,
      ),
    ],
    csv: { rows: plan.steps, columns: stepCsv },
  };
}

export const headline = (answer: string): Text => ({
  text: (paint, width) => `${paint.bold(wrapped(answer, width, ''))}\n`,
});

export const prose = (title: string, sentences: readonly string[]): Prose => ({ title, sentences });

/** Each source is named once, at the end; what rests on it carries its number. */
class Sources {
  private readonly texts: readonly string[];

  constructor(sourced: readonly { readonly source: string }[]) {
    this.texts = [...new Set(sourced.map(({ source }) => source))];
  }

  mark(source: string): string {
    return `[${this.texts.indexOf(source) + 1}]`;
  }

  list(): string[] {
    return this.texts.map((text, at) => `[${at + 1}] ${text}`);
  }
}

/** Numbers follow an equals sign, words a colon. */
const shown = ({ formula, arithmetic }: Step): string =>
  arithmetic === '' ? formula : `${formula}${/^(?:[\d(]|min\(|max\()/.test(arithmetic) ? ' =' : ':'} ${arithmetic}`;

const givenColumns: Column<Given>[] = [
  { header: 'what', value: ({ what }) => what },
  { header: 'value', align: 'left', value: ({ value, unit }) => figure(value, unit) },
  { header: 'how', wraps: true, value: ({ how }) => how },
];

function stepsOf(rows: readonly Step[], sources: Sources): Section<Step> {
  return {
    title: 'Arithmetic',
    rows,
    columns: [
      { header: 'what', value: ({ what }) => what },
      { header: 'result', align: 'left', value: ({ value, unit }) => figure(value, unit) },
      {
        header: 'arithmetic',
        wraps: true,
        value: step => `${shown(step)} ${sources.mark(step.source)}`,
      },
    ],
  };
}

function limitsOf(rows: readonly Limit[], sources: Sources): Section<Limit> {
  return {
    title: 'Limits',
    rows,
    columns: [
      { header: 'what', value: ({ what }) => what },
      { header: 'is', align: 'left', value: ({ value, unit }) => figure(value, unit) },
      {
        header: 'limit',
        align: 'left',
        value: ({ bound, limit, unit }) => `${bound === 'at most' ? '≤' : '≥'} ${figure(limit, unit)}`,
      },
      {
        header: 'verdict',
        value: ({ isOver }) => (isOver ? 'over' : 'within'),
        paint: (text, { isOver }, paint) => (isOver ? paint.bad(text) : paint.good(text)),
      },
      {
        header: 'because',
        wraps: true,
        value: ({ isOver, advice, source }) => `${isOver ? `${advice} ` : ''}${sources.mark(source)}`,
      },
    ],
  };
}

const settingColumns: Column<Setting>[] = [
  { header: 'setting', value: ({ key, value }) => `${key}=${value}` },
  {
    header: 'why',
    wraps: true,
    value: ({ value, byDefault, why }) =>
      byDefault === undefined ? why : value === byDefault ? `the default; ${why}` : `default ${byDefault}; ${why}`,
  },
];

const stepCsv: Column<Step>[] = [
  { header: 'what', value: ({ what }) => what },
  { header: 'value', value: ({ value }) => value },
  { header: 'unit', value: ({ unit }) => unit },
  { header: 'formula', value: ({ formula }) => formula },
  { header: 'arithmetic', value: ({ arithmetic }) => arithmetic },
  { header: 'source', value: ({ source }) => source },
];
