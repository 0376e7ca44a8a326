import { call, on } from '#renderer/bridge/client.ts';
import { createSitemapStore } from './sitemap-store.ts';

/** The single dialog of the window that makes a list from sitemaps. */
export const sitemaps = createSitemapStore({ call, on });
