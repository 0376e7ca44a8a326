import type { ValueType } from '#shared/values/value-type.ts';
import type { Several } from './json-path-to.ts';

/** A property of schema.org that is worth a column. */
export interface Property {
  readonly name: string;
  /** Where it stands in its thing; the first one that is there counts. */
  readonly paths: readonly string[];
  /** What its values are, if they can be read so. */
  readonly type?: ValueType;
  readonly several?: Several;
}

const property = (name: string, paths: string, type?: ValueType, several?: Several): Property => ({
  name,
  paths: paths.split(' '),
  ...(type !== undefined && { type }),
  ...(several !== undefined && { several }),
});

/** An amount of money in JSON-LD has its currency in a property of its own: it is a number. */
const money = 'number';

/** In the order of the columns. Things of any type are asked for all; most have a few. */
export const properties: readonly Property[] = [
  property('name', 'headline name title'),
  property('brand', 'brand.name brand manufacturer.name'),
  property('sku', 'sku'),
  property('gtin', 'gtin gtin13 gtin14 gtin12 gtin8'),
  property('mpn', 'mpn'),
  property('isbn', 'isbn'),
  property('price', 'offers.price offers.priceSpecification.price offers.lowPrice', money),
  property('high_price', 'offers.highPrice', money),
  property(
    'currency',
    'offers.priceCurrency offers.priceSpecification.priceCurrency baseSalary.currency',
  ),
  property('availability', 'offers.availability'),
  property('condition', 'offers.itemCondition itemCondition'),
  property('rating', 'aggregateRating.ratingValue', 'number'),
  property('reviews', 'aggregateRating.reviewCount', 'number'),
  property('ratings', 'aggregateRating.ratingCount', 'number'),
  property('colour', 'color'),
  property('category', 'category articleSection recipeCategory genre', undefined, 'all'),
  property('author', 'author.name author', undefined, 'all'),
  property('publisher', 'publisher.name'),
  property('director', 'director.name', undefined, 'all'),
  property('published', 'datePublished uploadDate datePosted', 'date'),
  property('modified', 'dateModified', 'date'),
  property('start', 'startDate', 'date'),
  property('end', 'endDate', 'date'),
  property('status', 'eventStatus'),
  property('place', 'location.name'),
  property('organizer', 'organizer.name provider.name', undefined, 'all'),
  property('performers', 'performer.name', undefined, 'all'),
  property('company', 'hiringOrganization.name'),
  property('employment', 'employmentType', undefined, 'all'),
  property('salary_from', 'baseSalary.value.minValue baseSalary.value.value', money),
  property('salary_to', 'baseSalary.value.maxValue', money),
  property('salary_per', 'baseSalary.value.unitText'),
  property('valid_through', 'validThrough', 'date'),
  ...['streetAddress', 'postalCode', 'addressLocality', 'addressRegion', 'addressCountry'].map(
    (key) =>
      property(
        { streetAddress: 'street', postalCode: 'postal_code', addressLocality: 'town' }[key] ??
          key.replace('address', '').toLowerCase(),
        ['address', 'location.address', 'jobLocation.address']
          .flatMap((place) => [`${place}.${key}`, `${place}.${key}.name`])
          .join(' '),
      ),
  ),
  property('telephone', 'telephone'),
  property('opening_hours', 'openingHours', undefined, 'all'),
  property('price_range', 'priceRange'),
  property('latitude', 'geo.latitude location.geo.latitude', 'number'),
  property('longitude', 'geo.longitude location.geo.longitude', 'number'),
  property('total_time', 'totalTime'),
  property('preparation_time', 'prepTime'),
  property('cooking_time', 'cookTime'),
  property('yield', 'recipeYield', undefined, 'first'),
  property('cuisine', 'recipeCuisine', undefined, 'all'),
  property('ingredients', 'recipeIngredient', undefined, 'all'),
  property('steps', 'recipeInstructions.text recipeInstructions', undefined, 'all'),
  property('calories', 'nutrition.calories'),
  property('duration', 'duration'),
  property('version', 'softwareVersion'),
  property('system', 'operatingSystem'),
  property('free', 'isAccessibleForFree', 'yesno'),
  property('words', 'wordCount', 'number'),
  property('comments', 'commentCount', 'number'),
  property('keywords', 'keywords', undefined, 'all'),
  property('description', 'description'),
  property('image', 'image.url image.contentUrl image', 'picture', 'first'),
  property('link', 'url', 'url'),
];
