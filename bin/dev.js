#!/usr/bin/env node
// Runs mq from source, without a build: npm run dev -- topic list
import { register } from 'tsx/esm/api';

register();
const { main } = await import('../src/cli/main.ts');
await main(process.argv.slice(2), import.meta.url, { development: true });
