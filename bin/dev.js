#!/usr/bin/env node
// Runs mq from source, without a build: npm run dev -- topic list. Node strips the types itself.
const { main } = await import('../src/cli/main.ts');
await main(process.argv.slice(2), import.meta.url, { development: true });
