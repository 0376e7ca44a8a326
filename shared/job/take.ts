import { z } from 'zod';

export const takeSchema = z
  .string()
  .regex(
    /^(text|lines|html|count|exists|attr:[^\s"'>/=]+)$/,
    'must be "text", "lines", "html", "count", "exists" or "attr:NAME"',
  )
  .describe(
    'What to take from a match: text on one line (default), lines (text with the line ends that a browser shows), html, attr:NAME, count or exists.',
  );
