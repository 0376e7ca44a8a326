import type { JobOptions } from './job.ts';

/** Whether pages are rendered: run in a browser window before their fields are taken. */
export type RenderMode = NonNullable<JobOptions['render']>;

/** The decisions of a person for `auto`, by host and shape of address: "https://shop.example/product/…". */
export type RenderOverrides = NonNullable<JobOptions['renderOverrides']>;

/** The two parts of "https://shop.example/product/…": its host and the shape of its addresses. */
export function splitTemplate(template: string): { readonly host: string; readonly shape: string } {
  const end = template.indexOf('/', template.indexOf('//') + 2);
  return { host: template.slice(0, end), shape: template.slice(end) };
}
