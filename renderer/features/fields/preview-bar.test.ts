import { describe, expect, it } from 'vitest';
import { barUrl, failedSentence, keptWords } from './preview-bar.ts';

const page = { url: 'https://a.example/', isKept: false };
const failed = { url: 'https://gone.example/', message: 'There is no such host.' };

describe('the bar of the preview', () => {
  it('keeps the address of a page that could not be fetched', () => {
    const parts = { typed: null, failed: null, page, sample: ['https://first.example/'] };
    expect(barUrl(parts)).toBe('https://a.example/');
    expect(barUrl({ ...parts, failed })).toBe('https://gone.example/');
    expect(barUrl({ ...parts, failed, typed: 'https://b' })).toBe('https://b');
    expect(barUrl({ ...parts, page: null })).toBe('https://first.example/');
  });

  it('says that the values below are those of an earlier page', () => {
    expect(failedSentence(failed, null)).toBe(
      'This page could not be fetched. There is no such host.',
    );
    expect(failedSentence(failed, page)).toMatch(/Below is still the page before it: https:\/\/a/);
    expect(failedSentence({ ...failed, url: page.url }, page)).toMatch(/as it was fetched before/);
    const kept = { url: failed.url, isKept: true };
    expect(failedSentence(failed, kept)).toMatch(/as it was kept\.$/);
  });

  it('says when a page was kept', () => {
    const at = new Date(2026, 10, 28, 14, 3).getTime();
    expect(keptWords({ fetchedAtMs: at }, at)).toBe('As it was kept on Nov 28, 14:03.');
  });
});
