// @ts-check
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ensureBuilt } from '../scripts/build.mjs';
import { engines } from './engines.mjs';
import { describeMachine } from './machine.mjs';
import { measureMemory } from './measure-memory.mjs';
import { measureStart } from './measure-start.mjs';
import { measureWorkload } from './measure-workload.mjs';
import { parseOptions, usage } from './options.mjs';
import { measureAuto, measureRendering } from './rendering/measure-rendering.mjs';
import { toMarkdown } from './report/markdown.mjs';
import { workloadResult } from './report/results.mjs';
import { dataFile, writeBetween, writeData } from './report/write.mjs';
import { idealPerSecond, workloadsWith } from './workloads.mjs';

/** `npm run bench`: Trawl compared with the common alternatives. The options are in `options.mjs`. */
const choice = parseOptions(process.argv.slice(2));
const stop = new AbortController();
process.once('SIGINT', () => stop.abort(new Error('Stopped.')));
process.once('SIGTERM', () => stop.abort(new Error('Stopped.')));

if (choice.help) process.stdout.write(usage);
else {
  const folder = await mkdtemp(join(tmpdir(), 'trawl-bench-'));
  try {
    const results = await measureAll(folder);
    const markdown = toMarkdown(results);
    process.stdout.write(`${markdown}\n`);
    if (choice.json !== null) await writeData(choice.json, results);
    if (choice.write) {
      await writeData(dataFile, results);
      await writeBetween('bench', markdown);
    }
  } catch (error) {
    if (!stop.signal.aborted) throw error;
    process.exitCode = 130;
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/**
 * @param {string} folder
 * @returns {Promise<import('./report/results.mjs').Results>}
 */
async function measureAll(folder) {
  const say = (/** @type {string} */ line) => void process.stderr.write(`${line}\n`);
  const surroundings = { ...choice, folder, signal: stop.signal, say };
  const wanted = (/** @type {string} */ part) => choice.only.includes(part);
  await ensureBuilt();
  const workloads = workloadsWith(choice.pages);
  const { able, missing } = await ableEngines();
  for (const sentence of missing) say(sentence);
  const measured = [];
  for (const workload of workloads.filter(({ name }) => wanted(name))) {
    const series = await measureWorkload(workload, able, surroundings);
    measured.push(
      workloadResult({ ...workload, idealPerSecond: idealPerSecond(workload) }, series),
    );
  }
  for (const [name, measure] of /** @type {const} */ ([
    ['rendering', measureRendering],
    ['auto', measureAuto],
  ])) {
    if (!wanted(name)) continue;
    const { workload, ...series } = await measure(surroundings);
    measured.push(workloadResult({ ...workload, idealPerSecond: null }, series));
  }
  if (measured.some((one) => one.engines.some(({ failure }) => failure !== null))) {
    process.exitCode = 1;
  }
  const small = workloads.find(({ name }) => name === 'small');
  return {
    date: new Date().toISOString(),
    command: ['npm run bench', ...forReport(process.argv.slice(2))].join(' '),
    machine: describeMachine(),
    missing,
    workloads: measured,
    start: wanted('start') ? await measureStart(surroundings) : null,
    memory: wanted('memory') && small ? await measureMemory(small, surroundings) : [],
  };
}

async function ableEngines() {
  const able = [];
  const missing = [];
  for (const engine of engines) {
    if (!(choice.engines?.includes(engine.name) ?? true)) continue;
    const sentence = await engine.missing();
    if (sentence === null) able.push(engine);
    else missing.push(sentence);
  }
  return { able, missing };
}

/**
 * The command for the report, without paths: they are private and have no effect on the figures.
 * @param {readonly string[]} words
 */
function forReport(words) {
  const places = ['--pages', '--json'];
  const kept = words.filter((word, index) => {
    return ![...places, '--write'].includes(word) && !places.includes(words[index - 1] ?? '');
  });
  return kept.length === 0 ? [] : ['--', ...kept];
}
