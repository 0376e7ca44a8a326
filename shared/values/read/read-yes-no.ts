import { plainText } from './plain-text.ts';
import { misfit, plainValue, type Reading } from './reading.ts';

export type YesNo = 'yes' | 'no';

/**
 * Words and signs that say yes or no, of people and of shops (availability). The "x" of tables is in neither
 * list: it ticks in one language and crosses out in another.
 */
const yes = `
  yes|y|true|on|1|✓|✔|✅|☑|🗹|ja|oui|si|sí|sì|sim|tak|да|так|ano|igen|evet|var|ναι|はい|有|有り|あり|是|예|네|हाँ|हां|نعم|kyllä|joo
  in stock|instock|available|available now|in store|auf lager|lieferbar|sofort lieferbar|verfügbar|vorrätig
  en stock|disponible|disponibles|disponibile|disponibili|em estoque|em stock|disponível|in magazzino
  op voorraad|beschikbaar|leverbaar|dostępny|dostępna|dostępne|w magazynie|в наличии|есть в наличии|доступно|в наявності
  skladem|na skladě|på lager|i lager|finns i lager|varastossa|raktáron|în stoc|stokta|stokta var|διαθέσιμο|σε απόθεμα
  在庫あり|有货|有貨|现货|재고 있음|उपलब्ध|متوفر|متاح|limitedavailability|onlineonly|instoreonly`;
const no = `
  no|n|false|off|0|✗|✘|❌|☐|nein|non|não|nee|nie|нет|ні|ne|nem|hayır|yok|όχι|いいえ|無|無し|なし|否|아니요|아니오|नहीं|لا|nej|nei|ei
  out of stock|outofstock|sold out|soldout|unavailable|not available|currently unavailable|discontinued|ausverkauft
  nicht auf lager|nicht verfügbar|nicht lieferbar|nicht vorrätig|vergriffen|rupture de stock|en rupture de stock|épuisé
  indisponible|non disponible|agotado|agotada|sin stock|no disponible|fuera de stock|esaurito|non disponibile
  esgotado|esgotada|indisponível|sem estoque|sem stock|fora de estoque|niet op voorraad|uitverkocht|niet beschikbaar
  niet leverbaar|niedostępny|niedostępna|niedostępne|brak w magazynie|wyprzedane|нет в наличии|распродано|недоступно
  немає в наявності|vyprodáno|není skladem|udsolgt|utsolgt|slutsåld|slut i lager|ikke på lager|loppu|elfogyott
  stoc epuizat|indisponibil|stokta yok|tükendi|εξαντλημένο|μη διαθέσιμο|在庫なし|在庫切れ|売り切れ|無貨|无货|缺货|缺貨|售罄
  품절|재고 없음|उपलब्ध नहीं|غير متوفر|غير متاح|نفد`;

let words: ReadonlyMap<string, YesNo> | undefined;

/** The whole text has to say yes or no: "only 3 in stock" says more, and is a misfit. */
export function readYesNo(text: string): Reading<never, YesNo> {
  words ??= new Map([...wordsOf(yes, 'yes'), ...wordsOf(no, 'no')]);
  const plain = plainText(text)
    .toLowerCase()
    .replace(/^https?:\/\/schema\.org\//, '')
    .replace(/(?:[.!]|\ufe0e|\ufe0f)+$/, '');
  const found = words.get(plain);
  return found === undefined ? misfit : plainValue(found);
}

function wordsOf(list: string, means: YesNo): [string, YesNo][] {
  return list
    .trim()
    .split(/[|\n]/)
    .map((word) => [word.trim(), means]);
}
