import { shores } from './assortment.ts';
import { type Choices, createDice } from './dice.ts';
import { escapeHtml, layout } from './html.ts';
import { productOf } from './product.ts';
import { recordOf } from './record.ts';
import type { Page, Site } from './site.ts';

export const articleCount = 1_000;

interface Article {
  readonly number: number;
  readonly title: string;
  readonly description: string;
  readonly author: string;
  /** `2024-03-17` */
  readonly date: string;
  readonly section: string;
  readonly paragraphs: readonly string[];
  readonly tags: readonly string[];
  readonly image: string;
  /** The number of the product that it is about. */
  readonly product: number;
  readonly next: readonly number[];
}

function articleOf(number: number): Article {
  const dice = createDice(`article ${number}`);
  const place = dice.pick(shores);
  const product = productOf(number);
  const words = { place, product: product.name, maker: product.maker };
  return {
    number,
    title: fill(dice.pick(titles), words),
    description: fill(dice.pick(leads), words),
    author: dice.pick(authors),
    date: new Date(Date.UTC(2021, 0, 3 + number)).toISOString().slice(0, 10),
    section: dice.pick(sections),
    paragraphs: dice.some(passages, dice.between(6, 9)).map((line) => fill(line, words)),
    tags: dice.some(topics, dice.between(2, 4)),
    image: `/images/${product.department.slug}-${dice.between(1, 6)}.svg`,
    product: number,
    next: Array.from({ length: 4 }, () => dice.between(1, 399)),
  };
}

export function articlePage(site: Site, number: number): Page {
  const article = articleOf(number);
  const own = site.origins[site.role];
  const path = `/article/${number}`;
  const html = layout(site, {
    title: article.title,
    description: article.description,
    path,
    image: article.image,
    kind: 'article',
    structured: {
      '@context': 'https://schema.org',
      '@type': 'Article',
      headline: article.title,
      description: article.description,
      datePublished: article.date,
      author: { '@type': 'Person', name: article.author },
      mainEntityOfPage: `${own}${path}`,
    },
    main: `<article class="story">
<p class="section">${article.section}</p>
<h1>${escapeHtml(article.title)}</h1>
<p class="byline">By <span class="author">${escapeHtml(article.author)}</span>, <time datetime="${article.date}">${article.date}</time></p>
<img class="photo" src="${article.image}" alt="" width="960" height="540">
<p class="lead">${escapeHtml(article.description)}</p>
${article.paragraphs.map((line) => `<p>${escapeHtml(line)}</p>`).join('\n')}
<p>Mentioned here: <a href="${site.origins.shop}/product/${article.product}">${escapeHtml(productOf(article.product).name)}</a></p>
<p class="tags">${article.tags.map((tag) => `<span class="tag">${tag}</span>`).join(' ')}</p>
</article>
<aside class="more">
<h2>Read on</h2>
<ul>
${article.next.map(storyLink).join('\n')}
</ul>
</aside>`,
  });
  return {
    html,
    record: recordOf(html, {
      title: article.title,
      description: article.description,
      inStock: false,
      tags: article.tags,
      image: `${own}${article.image}`,
      canonical: `${own}${path}`,
    }),
  };
}

export function pressHome(site: Site): Page {
  const title = 'The Slack Tide';
  const description = 'Slow news from the waterfront: boats, gear and people that take their time.';
  const image = '/images/books-1.svg';
  const own = site.origins[site.role];
  const html = layout(site, {
    title,
    description,
    path: '/',
    image,
    kind: 'website',
    main: `<h1>${title}</h1>
<p class="lead">${description}</p>
<img class="photo" src="${image}" alt="" width="960" height="540">
<h2>This month</h2>
<ul>
${Array.from({ length: 30 }, (_, index) => storyLink(index + 1)).join('\n')}
</ul>`,
  });
  return {
    html,
    record: recordOf(html, {
      title,
      description,
      inStock: false,
      tags: [],
      image: `${own}${image}`,
      canonical: `${own}/`,
    }),
  };
}

function storyLink(number: number): string {
  return `<li><a href="/article/${number}">${escapeHtml(articleOf(number).title)}</a></li>`;
}

function fill(line: string, words: Readonly<Record<string, string>>): string {
  return line.replace(/\{(\w+)\}/g, (_, key: string) => words[key] ?? '');
}

const titles: Choices<string> = [
  'Three weeks with the {product}',
  'A letter from {place}',
  'What the ferrymen of {place} know about fog',
  'In praise of the {product}',
  'Laying up at {place}: a list for October',
  'Who is {maker}, and why is there a queue?',
  'The harbour of {place}, seen from the mud',
  'Mend it: a Saturday with a needle and a {product}',
];

const leads: Choices<string> = [
  'We borrowed a boat, waited for the wrong weather and went out to see what holds.',
  'In {place} the tide leaves twice a day, and so does everybody’s hurry.',
  'A small yard, a cold spring and a question that a reader sent us on a postcard.',
  'It costs more than the others. We wanted to know whether {maker} is worth the wait.',
  'Notes from a week in {place}, most of them taken in the rain.',
];

const sections: Choices<string> = ['Gear', 'Places', 'People', 'Repairs', 'Weather'];

const authors: Choices<string> = [
  'Marit Solhaug',
  'Declan O’Farrow',
  'Aurélie Quenard',
  'Sven Ekelöf',
  'Nkechi Brandt',
  'Piet Haverman',
];

const topics: Choices<string> = [
  'long read',
  'how to',
  'winter',
  'small boats',
  'wooden boats',
  'tides',
  'second-hand',
  'cooking',
];

const passages: Choices<string> = [
  'The road into {place} ends at a gate, and behind the gate there is only the slip, two cranes and a café that opens when the boats come in. Nobody there would call it a destination. People arrive because something has broken.',
  'You hear the yard before you see it: a plane on larch, a radio between two stations, and somebody explaining patiently why a thing that worked for a hundred years should be left to work a little longer.',
  'We tied the {product} where it would get the worst of it and left it for the night. In the morning there was ice on the rail, and on everything else too, but it did what it had been bought to do.',
  'Ask {maker} how many they make in a year and you get a shrug and a number that changes with the weather. Ask how many come back and the answer is quick: eleven, nine of them dropped.',
  'There is a kind of equipment that wants to be noticed. It comes with a case, a card and a web page. And there is the other kind, which hangs on a nail by the companionway and is gone when somebody needs it.',
  'The forecast said five, perhaps six at times. It was six all the time. By noon we had stopped taking notes, and by two we had stopped taking turns, because the one who knew how to steer in that sea preferred to steer.',
  'None of this is an argument against new things. The plotter on the bulkhead told us where we were to the metre. It did not tell us what to do about it, and that is the part that takes time to learn.',
  'A reader from {place} wrote that we are too fond of bronze. She is right. She also sent a photograph of her own boat, in which we counted fourteen pieces of it.',
  'In the evening the harbour master walks along the wall with a lantern, for no reason that he could give us, and wishes each boat a good night by its name.',
  'What to look for: an even finish on the inside, where nobody looks; a maker’s mark that is struck and not printed; and a price that makes you think about it until the next tide.',
  'We have one complaint. The instructions are printed in four languages on a slip of paper that does not survive the first wet day. Learn them by heart in whichever of the four you prefer.',
  'If you go, go in May. The nights are light, the moorings are empty and the baker is in a good mood. In August there is a regatta, and opinions are divided.',
];
