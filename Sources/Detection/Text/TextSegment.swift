/// One string, key or number within a scanned text. Matches do not reach from one into the next.
struct TextSegment: Equatable {
  /// Offsets into the scanned text.
  var range: Range<Int>
  /// Index on the document's tape; 0 for plain text.
  var node: Int
  var isKey: Bool
  /// Index of the view that the segment holds; nil for text in plain sight.
  var view: Int?
}
