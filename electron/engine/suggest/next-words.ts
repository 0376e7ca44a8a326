/**
 * Whether the words of a link say that it leads to the next page of a list: in the languages in which sites say
 * so, whatever arrows, dots and numbers stand beside them.
 */
export function saysNext(text: string): boolean {
  // "Go to next page, page 2", "Next (21 to 40)"
  const [first = ''] = text.split(/[,(（]/u, 1);
  return words.has(wordsOf(first));
}

/** Without numbers, marks and cases: `次の20件 →` is `次の件`. */
function wordsOf(text: string): string {
  return text
    .normalize('NFKC')
    .toLowerCase()
    .replace(/\p{N}+/gu, '')
    .replace(/[^\p{L}\p{M}]+/gu, ' ')
    .trim();
}

/** Whether a link is nothing but an arrow forward. Galleries have the same, so that it needs a pager around it. */
export function isArrowForward(text: string): boolean {
  return /^(?:[›>→»❯⟩▶⏵⇒➔➜]|&gt;)$/u.test(text.replace(/\s|\uFE0E|\uFE0F/gu, ''));
}

/** By language. Words that lead to other articles as well ("more") are left out. */
const wordsByLanguage: Readonly<Record<string, string>> = {
  en: 'next|next page|go to next page|go to the next page|next results|next page of results|older|older posts|older entries|older articles|older stories|older comments|more results',
  de: 'weiter|nächste|nächste seite|zur nächsten seite|zur nächsten|vorwärts|ältere beiträge|ältere einträge|seite vor|eine seite weiter',
  fr: 'suivant|suivante|suivants|suivantes|page suivante|la page suivante|aller à la page suivante|articles plus anciens|résultats suivants',
  es: 'siguiente|siguientes|página siguiente|siguiente página|ir a la página siguiente|entradas antiguas|entradas anteriores|entradas más antiguas',
  it: 'successivo|successiva|successivi|avanti|prossima|prossimo|pagina successiva|prossima pagina|vai alla pagina successiva|articoli meno recenti',
  pt: 'próximo|próxima|próximos|próximas|seguinte|seguintes|próxima página|página seguinte|avançar|posts mais antigos|posts antigos',
  nl: 'volgende|volgende pagina|naar de volgende pagina|oudere berichten|verder',
  sv: 'nästa|nästa sida|till nästa sida|äldre inlägg|framåt',
  da: 'næste|næste side|gå til næste side|ældre indlæg|frem',
  no: 'neste|neste side|gå til neste side|eldre innlegg',
  fi: 'seuraava|seuraavat|seuraava sivu|seuraavalle sivulle|vanhemmat artikkelit',
  is: 'næsta|næsta síða|áfram',
  pl: 'następna|następny|następne|następna strona|dalej|przejdź do następnej strony|starsze wpisy',
  cs: 'další|další stránka|následující|následující stránka|dále|starší příspěvky',
  sk: 'ďalšia|ďalšie|ďalší|ďalej|ďalšia strana|nasledujúca|nasledujúca strana|staršie články',
  hu: 'következő|következő oldal|tovább|előre|régebbi bejegyzések',
  ro: 'următoarea|următorul|următoarele|pagina următoare|înainte|articole mai vechi',
  ru: 'следующая|следующие|следующий|следующая страница|далее|дальше|вперёд|вперед|на следующую страницу|старые записи',
  uk: 'наступна|наступні|наступна сторінка|далі|вперед|старіші записи',
  bg: 'следваща|следващи|следваща страница|напред|по стари публикации',
  sr: 'следећа|следећа страна|следећа страница|sledeća|sledeća strana|sledeća stranica',
  hr: 'sljedeća|sljedeće|sljedeća stranica|naprijed',
  sl: 'naslednja|naslednja stran|naprej',
  lt: 'kitas|kitas puslapis|toliau|pirmyn',
  lv: 'nākamā|nākamā lapa|tālāk|uz priekšu',
  et: 'järgmine|järgmine leht|edasi',
  el: 'επόμενη|επόμενο|επόμενα|επόμενη σελίδα|παλαιότερα άρθρα',
  tr: 'sonraki|sonraki sayfa|sonrakiler|ileri|sonraki sayfaya git|daha eski yazılar',
  ar: 'التالي|التالية|الصفحة التالية|الذهاب إلى الصفحة التالية|المقالات الأقدم',
  he: 'הבא|הבאה|לעמוד הבא|העמוד הבא|לדף הבא|הדף הבא',
  fa: 'بعدی|صفحه بعد|صفحه بعدی',
  ur: 'اگلا|اگلا صفحہ|اگلے',
  hi: 'अगला|अगले|अगला पृष्ठ|अगला पेज|आगे',
  bn: 'পরবর্তী|পরের পাতা|পরবর্তী পাতা',
  ta: 'அடுத்து|அடுத்த|அடுத்த பக்கம்',
  th: 'ถัดไป|หน้าถัดไป|หน้าต่อไป',
  vi: 'tiếp|tiếp theo|trang sau|trang tiếp|trang tiếp theo|trang kế',
  id: 'selanjutnya|berikutnya|halaman berikutnya|halaman selanjutnya|lanjut|pos lama',
  ms: 'seterusnya|halaman seterusnya|muka surat seterusnya',
  ca: 'següent|següents|pàgina següent|entrades més antigues',
  eu: 'hurrengoa|hurrengo orria',
  gl: 'seguinte|páxina seguinte',
  zh: '下一页|下一頁|下页|下頁|后一页|後一頁|后页|後頁|下一页面|下一步|较旧文章',
  ja: '次へ|次|次の|次ページ|次ページへ|次のページ|次のページへ|次の件|次件|つぎへ|次を表示|過去の投稿',
  ko: '다음|다음 페이지|다음페이지|다음으로|다음 페이지로|다음 목록',
};

const words = new Set(
  Object.values(wordsByLanguage).flatMap((list) => list.split('|').map(wordsOf)),
);
