/** White text on each of them passes AA, and no two neighbours look alike. */
const colors = [
  '#b0413e',
  '#2a66a5',
  '#3a7535',
  '#7a4fa3',
  '#8a5a00',
  '#a8326f',
  '#00746a',
  '#a1471a',
  '#4a5a9a',
  '#5d6a1d',
] as const;

/** The colour of a field, in the page and beside its value, by its place in the job. */
export function fieldColor(place: number): string {
  return colors[place % colors.length] ?? colors[0];
}
