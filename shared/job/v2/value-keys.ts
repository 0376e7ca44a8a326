import { z } from 'zod';
import { dateOrders } from '../../values/read/read-date.ts';
import { decimalSigns } from '../../values/read/read-number.ts';
import { type ValueRule, valueTypes } from '../../values/value-type.ts';
import { type CleanStep, cleanStepSchema, defaultOf } from './clean.ts';

/** The keys of a field that say what its values are. */
export const valueKeys = {
  clean: z
    .array(cleanStepSchema)
    .max(20)
    .optional()
    .describe('Steps that a value goes through, in order.'),
  type: z
    .enum(valueTypes)
    .optional()
    .describe(
      'What the values are. Without it: text. What cannot be read as such stays as text and is counted.',
    ),
  decimal: z
    .enum(decimalSigns)
    .optional()
    .describe(
      'The decimal sign of numbers and prices. Without it, the values of the column decide.',
    ),
  dates: z
    .enum(dateOrders)
    .optional()
    .describe(
      'The order of day, month and year in dates. Without it, the values of the column decide.',
    ),
};

interface ValueKeys {
  readonly type?: (typeof valueTypes)[number] | undefined;
  readonly decimal?: (typeof decimalSigns)[number] | undefined;
  readonly dates?: (typeof dateOrders)[number] | undefined;
  readonly clean?: readonly CleanStep[] | undefined;
}

/** What a field says about its values. */
export function valueRuleOf({ type = 'text', decimal, dates, clean }: ValueKeys): ValueRule {
  const form = type === 'date' ? dates : type === 'number' || type === 'price' ? decimal : null;
  return { type, form: form ?? null, default: defaultOf(clean) };
}
