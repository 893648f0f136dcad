const small = [
  ...['no', 'one', 'two', 'three', 'four', 'five', 'six', 'seven', 'eight', 'nine', 'ten', 'eleven', 'twelve'],
  ...['thirteen', 'fourteen', 'fifteen', 'sixteen', 'seventeen', 'eighteen', 'nineteen'],
];
const tens = ['twenty', 'thirty', 'forty', 'fifty', 'sixty', 'seventy', 'eighty', 'ninety'];

/** A whole number below 100 in English; digits beyond. */
export function numberWords(n: number): string {
  if (n < 0) return `minus ${numberWords(-n)}`;
  if (n >= 100) return String(n);
  if (n < 20) return small[n]!;
  const rest = n % 10;
  return `${tens[Math.floor(n / 10) - 2]}${rest > 0 ? `-${small[rest]}` : ''}`;
}

const fractions: readonly (readonly [number, string])[] = [
  [1 / 5, 'a fifth'],
  [1 / 4, 'a quarter'],
  [1 / 3, 'a third'],
  [2 / 5, 'two fifths'],
  [1 / 2, 'half'],
  [3 / 5, 'three fifths'],
  [2 / 3, 'two thirds'],
  [3 / 4, 'three quarters'],
  [4 / 5, 'four fifths'],
];

/** The nearest of the simple fractions, in words. */
export const nearestFraction = (share: number): string =>
  fractions.reduce((a, b) => (Math.abs(b[0] - share) < Math.abs(a[0] - share) ? b : a))[1];
