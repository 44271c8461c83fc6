import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readTopicFile } from '../../src/operations/apply/topic-file.ts';
import { valuesOf } from '../../src/operations/templates/parameters.ts';
import { renderTemplate } from '../../src/operations/templates/render.ts';
import { findTemplate, listTemplates } from '../../src/operations/templates/template.ts';

const templates = await listTemplates('templates');
const rendered = async (name: string, ...set: string[]) => {
  const template = await findTemplate('templates', name);
  return new Map(renderTemplate(template, valuesOf(template, set)).map(({ path, content }) => [path, content]));
};

describe('the templates that come with mq', () => {
  it('are the four cases of the documents, delays, dead letters, and the wide topic', () => {
    expect(templates.map(({ name }) => name)).toEqual([
      'customer-assets',
      'dead-letters',
      'delay',
      'log-collection',
      'messaging',
      'monitoring',
      'wide-topic',
    ]);
  });

  it.each(templates.map(each => [each.name, each] as const))(
    '%s has topics, client settings and the reasons',
    (_, { files }) => {
      const paths = files.map(({ path }) => path);
      expect(paths).toEqual(expect.arrayContaining(['README.md', 'mq-doctor.yaml', 'topics.yaml']));
      expect(paths.some(path => path.endsWith('.properties'))).toBe(true);
    },
  );

  it.each(templates.map(each => [each.name, each] as const))(
    '%s renders to topics that mq apply reads',
    (_, template) => {
      const files = renderTemplate(template, valuesOf(template, []));
      const topics = readTopicFile('topics.yaml', files.find(({ path }) => path === 'topics.yaml')!.content);
      expect(topics.length).toBeGreaterThan(0);
      for (const { configs, replicationFactor } of topics) {
        expect(Number(configs['min.insync.replicas'])).toBe(replicationFactor! - 1);
        expect(Number(configs['retention.ms'])).toBeGreaterThan(0);
      }
      for (const { content } of files) expect(content).not.toMatch(/\{\{|\{%/);
    },
  );

  it('takes a ladder of delays, each kept for twice its time and an outage', async () => {
    const files = await rendered('delay', 'name=later', 'delays=90s, 2h', 'outage=1h');
    const topics = readTopicFile('topics.yaml', files.get('topics.yaml')!);
    expect(topics.map(({ name, configs }) => [name, Number(configs['retention.ms'])])).toEqual([
      ['later_90s', 2 * 90_000 + 3_600_000],
      ['later_2h', 2 * 7_200_000 + 3_600_000],
    ]);
  });
});

describe('parameters of a template', () => {
  it.each([
    [['partition=3'], /log-collection has no parameter partition/],
    [['partitions=0'], /partitions=0 is out of range/],
    [['partitions=1001'], /out of range/],
    [['partitions=many'], /^partitions: "many" is not a whole number/],
    [['retention=3'], /^retention: .*no unit/],
    [['retention=91d'], /out of range/],
    [['name=a b'], /not a name of a topic/],
    [['partitions'], /not NAME=VALUE/],
  ])('refuse %j', async (set, message) => {
    await expect(rendered('log-collection', ...set)).rejects.toThrow(
      expect.objectContaining({ code: 'USAGE', message: expect.stringMatching(message) }),
    );
  });
});

describe('a template of your own', () => {
  let folder: string;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'mq-template-'));
    await mkdir(join(folder, 'own', 'clients'), { recursive: true });
    await writeFile(
      join(folder, 'own', 'template.yaml'),
      'title: T\nsummary: S\nprofile: log\nparameters:\n  name: {type: topic, default: a, summary: s}\n',
    );
    await writeFile(join(folder, 'own', 'clients', 'x.properties.liquid'), 'client.id={{ name }}\n');
  });
  afterAll(() => rm(folder, { recursive: true }));

  it('is found by its path, and keeps its folders', async () => {
    const template = await findTemplate('templates', join(folder, 'own'));
    expect(renderTemplate(template, valuesOf(template, ['name=b']))).toEqual([
      { path: 'clients/x.properties', content: 'client.id=b\n' },
    ]);
  });

  it('is told where it is wrong', async () => {
    const template = {
      ...(await findTemplate('templates', join(folder, 'own'))),
      files: [{ path: 'y', source: '{{ nmae }}' }],
    };
    expect(() => renderTemplate(template, valuesOf(template, []))).toThrow(
      /cannot render own\/y: undefined variable: nmae/,
    );
    await expect(findTemplate('templates', join(folder, 'other'))).rejects.toThrow(/holds no template.yaml/);
    await expect(findTemplate('templates', 'messagin')).rejects.toThrow(/there is no template messagin/);
  });
});
