/** The look of the page: light and dark as the reader has it, narrow, and printed. Colours keep a contrast of 4.5 to 1 with what is behind them. */
import { Html } from './html.ts';

export const style = new Html(`
:root {
  color-scheme: light dark;
  --text: #1c2024; --quiet: #5a6169; --ground: #fff; --raised: #f5f6f8; --line: #d9dce1; --accent: #1f5fbf; --bar: #3f7fd6; --bar2: #b9c6d8;
  --critical: #a3123a; --error: #b42318; --warning: #8a5a00; --info: #2f5d8c; --none: #1d6b41;
  --critical-ground: #fbe4ea; --error-ground: #fdeae8; --warning-ground: #fdf3dc; --info-ground: #e6eff8; --none-ground: #e3f4ea;
}
@media (prefers-color-scheme: dark) {
  :root {
    --text: #e6e8eb; --quiet: #a3abb5; --ground: #15181c; --raised: #1e2228; --line: #363c45; --accent: #82b1f5; --bar: #5b93e0; --bar2: #4a5566;
    --critical: #ff9db5; --error: #ff9f95; --warning: #f0c060; --info: #93bdea; --none: #7fd1a0;
    --critical-ground: #44121f; --error-ground: #40181a; --warning-ground: #3a2c0d; --info-ground: #172b40; --none-ground: #12331f;
  }
}
* { box-sizing: border-box; }
body { margin: 0; font: 16px/1.5 system-ui, -apple-system, "Segoe UI", Roboto, "DejaVu Sans", sans-serif; color: var(--text); background: var(--ground); }
main, header, footer { max-width: 68rem; margin: 0 auto; padding: 0 1.25rem; }
header { padding-top: 2rem; }
h1 { font-size: 1.75rem; line-height: 1.2; margin: 0 0 .25rem; overflow-wrap: anywhere; }
h2 { font-size: 1.3rem; margin: 2.5rem 0 .75rem; padding-top: .75rem; border-top: 1px solid var(--line); }
h3 { font-size: 1.05rem; margin: 1.25rem 0 .25rem; overflow-wrap: anywhere; } article h3 { margin: 0; }
p { margin: .5rem 0; max-width: 48rem; }
a { color: var(--accent); }
.quiet, caption, small { color: var(--quiet); }
nav ul { display: flex; flex-wrap: wrap; gap: .25rem 1.25rem; list-style: none; margin: 1rem 0 0; padding: 0; }
.verdict { margin: 1.25rem 0; padding: 1rem 1.25rem; border-left: .375rem solid; border-radius: .25rem; }
.verdict strong { display: block; font-size: 1.3rem; }
.tiles { display: grid; grid-template-columns: repeat(auto-fit, minmax(8.5rem, 1fr)); gap: .75rem; margin: 1rem 0; padding: 0; list-style: none; }
.tiles li { padding: .6rem .9rem; background: var(--raised); border-radius: .25rem; }
.tiles b { display: block; font-size: 1.5rem; line-height: 1.2; font-variant-numeric: tabular-nums; overflow-wrap: anywhere; }
.critical { color: var(--critical); border-color: var(--critical); background: var(--critical-ground); }
.error { color: var(--error); border-color: var(--error); background: var(--error-ground); }
.warning { color: var(--warning); border-color: var(--warning); background: var(--warning-ground); }
.info { color: var(--info); border-color: var(--info); background: var(--info-ground); }
.none { color: var(--none); border-color: var(--none); background: var(--none-ground); }
.badge { display: inline-block; padding: .05rem .5rem; border-radius: 1rem; font-size: .8rem; font-weight: 600; white-space: nowrap; }
article { margin: 1rem 0; padding: 1rem 1.25rem; border: 1px solid var(--line); border-radius: .375rem; }
article header { padding: 0; display: flex; flex-wrap: wrap; gap: .35rem .75rem; align-items: baseline; }
article h4 { margin: .9rem 0 .2rem; font-size: .8rem; letter-spacing: .04em; text-transform: uppercase; color: var(--quiet); }
.scroll { overflow-x: auto; }
table { border-collapse: collapse; width: 100%; font-size: .925rem; }
caption { text-align: left; padding: .25rem 0 .5rem; }
th, td { text-align: left; vertical-align: top; padding: .3rem .75rem .3rem 0; border-bottom: 1px solid var(--line); overflow-wrap: anywhere; }
thead th { color: var(--quiet); font-weight: 600; white-space: nowrap; }
tbody th { font-weight: 500; } article tbody th { min-width: 6rem; }
.number { text-align: right; font-variant-numeric: tabular-nums; white-space: nowrap; }
.chart td:has(svg) { width: 35%; min-width: 6rem; vertical-align: middle; }
.chart tbody th { min-width: 8rem; }
.charts { columns: 2 26rem; column-gap: 2.5rem; } .chart { break-inside: avoid; margin-bottom: 1.5rem; }
svg { display: block; width: 100%; }
.bar { height: .85rem; } .bar rect { fill: var(--bar); } .bar rect + rect { fill: var(--bar2); }
.columns { height: 2.25rem; } .columns rect { fill: var(--bar); }
.critical-bar rect { fill: var(--critical); } .error-bar rect { fill: var(--error); } .warning-bar rect { fill: var(--warning); } .info-bar rect { fill: var(--info); }
code, pre { font: .875rem/1.5 ui-monospace, SFMono-Regular, Menlo, "DejaVu Sans Mono", monospace; }
p code, small code { white-space: nowrap; }
pre { margin: .35rem 0; padding: .5rem .75rem; background: var(--raised); border-radius: .25rem; white-space: pre-wrap; overflow-wrap: anywhere; }
details summary { cursor: pointer; color: var(--accent); }
footer { margin: 3rem auto 2rem; font-size: .875rem; color: var(--quiet); }
@media screen and (max-width: 40rem) {
  .overview thead { display: none; }
  .overview tr { display: grid; grid-template-columns: 5.5rem 1fr; padding: .4rem 0; border-bottom: 1px solid var(--line); }
  .overview td { border: 0; padding: .1rem 0; } .overview td:nth-child(n + 3) { grid-column: 2; color: var(--quiet); }
}
@media (max-width: 40rem) { body { font-size: 15px; } article { padding: .75rem; } .chart td:has(svg) { width: 30%; min-width: 4rem; } .chart tbody th { min-width: 5.5rem; } }
@media print {
  :root {
    color-scheme: light; --text: #000; --quiet: #444; --ground: #fff; --raised: #f2f2f2; --line: #bbb; --accent: #000; --bar: #3f7fd6; --bar2: #b9c6d8;
    --critical: #a3123a; --error: #b42318; --warning: #8a5a00; --info: #2f5d8c; --none: #1d6b41;
    --critical-ground: #fff; --error-ground: #fff; --warning-ground: #fff; --info-ground: #fff; --none-ground: #fff;
  }
  body { font-size: 10.5pt; } main, header, footer { max-width: none; padding: 0; } nav { display: none; }
  .badge { border: 1px solid; } svg rect { print-color-adjust: exact; }
  @page { margin: 15mm; }
  article, tr, .verdict, .chart { break-inside: avoid; } a { text-decoration: none; } h2, h3, h4 { break-after: avoid; }
  details::details-content { content-visibility: visible; block-size: auto; } details summary { display: none; }
}
`);
