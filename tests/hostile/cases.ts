import { codingCases } from './codings.ts';
import { documentCases } from './documents.ts';
import { framingCases } from './framing.ts';
import type { HostileCase } from './hostile-case.ts';
import { redirectCases } from './redirects.ts';
import { statusCases } from './statuses.ts';
import { tlsCases } from './tls.ts';
import { waitingCases } from './waiting.ts';

/** All cases, by their section of the catalogue (docs/hostile-web.md). */
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
