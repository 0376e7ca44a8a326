import { describe, expect, it } from 'vitest';
import { isArrowForward, saysNext } from './next-words.ts';

describe('the words of a link', () => {
  it.each([
    'Next',
    'Next ›',
    'NEXT PAGE »',
    '« Older posts',
    'Go to next page, page 2',
    'Nächste Seite',
    'Weiter >',
    'Page suivante',
    'Siguiente →',
    'Próxima página',
    'Następna',
    'Следующая →',
    'Επόμενη',
    'التالي ›',
    'الصفحة التالية',
    'הבא',
    '下一页>',
    '下一頁',
    '次へ',
    '次の20件',
    '次のページ →',
    '다음',
    '다음 페이지',
    'अगला',
    'หน้าถัดไป',
    'Trang sau',
    'Sonraki Sayfa',
  ])('"%s" says that the next page comes', (text) => {
    expect(saysNext(text)).toBe(true);
  });

  it.each([
    '',
    '›',
    '2',
    'Previous',
    'Last »',
    'More',
    'Next-day delivery',
    'What happens next?',
    'Next article: lamps',
    'Zurück',
    'Précédent',
    '上一页',
    '前へ',
    '이전',
    'السابق',
    'Newer posts',
  ])('"%s" does not', (text) => {
    expect(saysNext(text)).toBe(false);
  });

  it('may be an arrow alone', () => {
    expect(['›', ' > ', '→', '»', '❯'].every(isArrowForward)).toBe(true);
    expect(['‹', '<', '←', '«', '', '>>', '2'].some(isArrowForward)).toBe(false);
  });
});
