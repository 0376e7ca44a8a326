import { z } from 'zod';
import { definedOf } from '../defined-of.ts';
import { type JobOptions, optionsSchema } from './job.ts';

/** The options that a run takes while it goes on. All others hold from the next run on. */
export const liveOptions = [
  'concurrency',
  'perHost',
  'delayMs',
  'perMinute',
  'pace',
  'timeoutMs',
  'retries',
  'maxBytes',
  'safeguard',
  'refresh',
  'errorPages',
] as const satisfies readonly (keyof JobOptions)[];

export type LiveOption = (typeof liveOptions)[number];

const { shape } = optionsSchema;
/** New values of some of these options; `perMinute` 0 lifts the limit. */
export const liveChangeSchema = z.strictObject({
  concurrency: shape.concurrency,
  perHost: shape.perHost,
  delayMs: shape.delayMs,
  perMinute: z.int().min(0).max(60_000).optional(),
  pace: shape.pace,
  timeoutMs: shape.timeoutMs,
  retries: shape.retries,
  maxBytes: shape.maxBytes,
  safeguard: shape.safeguard,
  refresh: shape.refresh,
  errorPages: shape.errorPages,
} satisfies Record<LiveOption, z.ZodType>);
export type LiveChange = Readonly<z.infer<typeof liveChangeSchema>>;

/** Options of a job in which a limit that was lifted is absent. */
export function withChange(
  options: JobOptions | undefined,
  { perMinute, ...others }: LiveChange,
): JobOptions {
  const { perMinute: before, ...kept } = options ?? {};
  const limit = perMinute ?? before ?? 0;
  return { ...kept, ...definedOf(others), ...(limit > 0 && { perMinute: limit }) };
}
