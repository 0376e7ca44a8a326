import { codingCases } from './codings.ts';
import { documentCases } from './documents.ts';
import { framingCases } from './framing.ts';
import type { HostileCase } from './hostile-case.ts';
import { redirectCases } from './redirects.ts';
import { statusCases } from './statuses.ts';
import { tlsCases } from './tls.ts';
import { waitingCases } from './waiting.ts';

/** Every case, by the paragraph of the catalogue that it belongs to (docs/hostile-web.md). */
export const families: readonly (readonly [string, readonly HostileCase[]])[] = [
  ['waiting', waitingCases],
  ['framing', framingCases],
  ['content coding', codingCases],
  ['redirects', redirectCases],
  ['status', statusCases],
  ['network and TLS', tlsCases],
  ['documents', documentCases],
];

export const allCases: readonly HostileCase[] = families.flatMap(([, cases]) => cases);
