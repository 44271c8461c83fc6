/** The options that advice may use of Kafka's scripts are those that the scripts themselves tell of. */
import { describe, expect, it } from 'vitest';
import { type KafkaTool, kafkaTool } from '../support/kafka/tool.ts';
import scripts from '../support/kafka-scripts.json' with { type: 'json' };

describe('kafka-scripts.json', () => {
  for (const [script, commands] of Object.entries(scripts))
    for (const [command, options] of Object.entries(commands))
      it.concurrent(`${script} ${command}`, async () => {
        const tool = script.replace(/^kafka-|\.sh$/g, '') as KafkaTool;
        const { stdout, stderr } = await kafkaTool(tool, [...(command ? [command] : []), '--help']);
        const help = `${stdout}\n${stderr}`.replace(/^usage:.*?\n\n/s, '');
        const told = help.matchAll(/^\s*(--[a-z][a-z-]*)/gm);
        expect([...new Set([...told].map(([, option]) => option))].sort()).toEqual(options);
      });
});
