import type { JobOptions } from './job.ts';

/** Whether pages are rendered: run in a browser window before their fields are taken. */
export type RenderMode = NonNullable<JobOptions['render']>;

/** The decisions of a person for `auto`, by host and shape of address: "https://shop.example/product/…". */
export type RenderOverrides = NonNullable<JobOptions['renderOverrides']>;
