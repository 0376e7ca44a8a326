import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import type { z } from 'zod';
import { commands } from '#shared/ipc/contract.ts';
import { type Handlers, registerHandlers } from '../../electron/main/ipc/register-handlers.ts';
import { openLog } from '../../electron/main/log.ts';
import { random, withSeed } from '../seed.ts';

/**
 * Messages that a hostile script may send with any command: huge and odd keys, strings and structures. Main's
 * event loop serves the window, so each answer must come soon; the limit is far above the time of linear work
 * on a busy machine, and far below that of quadratic work.
 */
const soonMs = 10_000;
const huge = 300_000;
const many = 20_000;

const repeated = (part: string): string =>
  part.repeat(Math.ceil(huge / part.length)).slice(0, huge);

/** A text with many possible beginnings of a match, so that regular expressions have to backtrack. */
function evilText(): string {
  const parts = ['a', 'A0.', '://', 'http://', '@', '?', '#', ' ', '\n', '\\', '"', '[', '(', '%'];
  const more = [
    '\u001b',
    '\u202e',
    '\ud83d',
    'é',
    '0',
    '-',
    '.',
    ',',
    '=',
    '\t',
    '{"a":',
    ';',
    ':',
  ];
  const pick = (from: readonly string[]): string => from[Math.floor(random() * from.length)] ?? '';
  const unit = Array.from({ length: 1 + Math.floor(random() * 3) }, () =>
    pick(random() < 0.5 ? parts : more),
  ).join('');
  return pick(['', 'http://', 'x=', '/']) + repeated(unit) + pick(['', '!', '\n', ' ', '@']);
}

type Schema = z.core.$ZodType;

/** Values of the right form for a schema, with a hostile text or structure in each leaf. */
function inTheFormOf(schema: Schema, leaf: unknown, depth = 0): unknown {
  const { def } = (schema as z.ZodType)._zod as { readonly def: z.core.$ZodTypes['_zod']['def'] };
  const inner = (part: Schema): unknown => inTheFormOf(part, leaf, depth + 1);
  if (depth > 8) return leaf;
  switch (def.type) {
    case 'object':
      return Object.fromEntries(Object.entries(def.shape).map(([key, part]) => [key, inner(part)]));
    case 'array':
      return Array.from({ length: 3 }, () => inner(def.element));
    case 'record':
      return { [String(leaf)]: inner(def.valueType) };
    case 'union':
      return inner(def.options[0] as Schema);
    case 'optional':
    case 'nullable':
    case 'default':
    case 'readonly':
      return inner(def.innerType);
    case 'pipe':
      return inner(def.in);
    case 'literal':
      return def.values[0];
    default:
      return leaf;
  }
}

function nested(depth: number): unknown {
  let value: unknown = 'x';
  for (let level = 0; level < depth; level += 1) value = level % 2 === 0 ? { a: value } : [value];
  return value;
}

it(`answers every command soon, whatever comes with it ${withSeed}`, async () => {
  const listeners = new Map<string, (event: never, params: unknown) => Promise<unknown>>();
  const handlers = Object.fromEntries(Object.keys(commands).map((name) => [name, () => undefined]));
  registerHandlers(
    { handle: (name, listener) => listeners.set(name, listener as never) },
    Promise.resolve(handlers as unknown as Handlers),
    () => true,
    openLog(mkdtempSync(join(tmpdir(), 'trawl-fuzz-'))),
  );
  const manyKeys = Object.fromEntries(
    Array.from({ length: many }, (_, index) => [`${index}://@?`, index]),
  );
  for (const [name, { params }] of Object.entries(commands)) {
    const valid = (leaf: unknown): unknown => inTheFormOf(params, leaf);
    const sent: readonly unknown[] = [
      evilText(),
      { [evilText()]: 1 },
      { ...Object(valid('abcd')), [evilText()]: evilText() },
      manyKeys,
      Array.from({ length: many }, (_, index) => index),
      nested(5000),
      valid(evilText()),
      valid([evilText()]),
      valid({ [evilText()]: evilText() }),
      valid(manyKeys),
      valid(nested(500)),
      valid(Number.NaN),
    ];
    for (const [index, value] of sent.entries()) {
      const startedAt = performance.now();
      const reply = await listeners.get(name)?.(undefined as never, value);
      const tookMs = performance.now() - startedAt;
      expect(tookMs, `${name}, message ${index}`).toBeLessThan(soonMs);
      expect(JSON.stringify(reply).length, `${name}, reply to message ${index}`).toBeLessThan(5000);
    }
  }
}, 120_000);
