import fc from 'fast-check';

/** Texts in UTF-16, with halves of pairs: `fc.string` makes none. */
const unit = fc.oneof(
  fc.constantFrom('\ud83d', '\ude00', '😀', 'a', '\\', '"'),
  fc.integer({ min: 0, max: 0xffff }).map((c) => String.fromCharCode(c)),
);
export const broken = fc.array(unit, { maxLength: 12 }).map((units) => units.join(''));
