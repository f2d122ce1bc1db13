/// Digits and letters that belong together as the parts of a written number do: `4111 1111 1111 1111`,
/// `(415) 555-0132`, `1EG4-TE5-MK73`.
struct DigitGroup {
  /// Offsets into the scanned text.
  var start: Int32
  var end: Int32
  /// The most digits that follow each other without a letter in between.
  var digits: Int32
  /// Digits and letters in all.
  var characters: Int32
}
