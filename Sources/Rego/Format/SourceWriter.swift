/// The text of a formatted module as it grows, and the comments that are still to be written.
///
/// Comments are written where a line begins (those that stand before it in the source) or ends (those of the same row).
/// Where neither is possible, what holds them is taken over as it was written.
struct SourceWriter {
  let module: Module
  let bytes: [UInt8]
  private var output: [UInt8] = []
  private(set) var level = 0
  /// Nothing has been written on this line.
  private(set) var isLineStart = true
  /// The row in the source of what was written last: comments of that row end its line.
  var row: Int32 = 0
  private var comments: [Comment]
  private var nextComment = 0

  init(_ module: Module, _ bytes: [UInt8]) {
    self.module = module
    self.bytes = bytes
    comments = module.comments
  }

  var text: String { String(decoding: output, as: UTF8.self) }

  func row(behind end: Int32) -> Int32 { module.row(at: max(end - 1, 0)) }

  // MARK: - Lines

  mutating func put(_ text: String) {
    indent()
    output.append(contentsOf: text.utf8)
  }

  mutating func put(_ text: ArraySlice<UInt8>) {
    indent()
    output.append(contentsOf: text)
  }

  private mutating func indent() {
    guard isLineStart else { return }
    output.append(contentsOf: repeatElement(UInt8(ascii: "\t"), count: level))
    isLineStart = false
  }

  /// Ends the line that was begun, with the comment that stands behind it in the source.
  mutating func endLine() {
    guard !isLineStart else { return }
    while let comment = pending, comment.row == row {
      put(" " + SourceWriter.text(comment))
      nextComment += 1
    }
    output.append(UInt8(ascii: "\n"))
    isLineStart = true
  }

  mutating func blankLine() {
    endLine()
    if !output.isEmpty, !output.suffix(2).elementsEqual([10, 10]) { output.append(UInt8(ascii: "\n")) }
  }

  /// Leaves one line end at the end.
  mutating func trimEnd() {
    endLine()
    while output.suffix(2).elementsEqual([10, 10]) { output.removeLast() }
  }

  mutating func indented(by levels: Int = 1, _ body: (inout SourceWriter) -> Void) {
    level += levels
    body(&self)
    level -= levels
  }

  // MARK: - Comments

  private var pending: Comment? { nextComment < comments.count ? comments[nextComment] : nil }

  func hasComment(before offset: Int32) -> Bool {
    pending.map { $0.location.offset < offset } ?? false
  }

  private func hasComment(from start: Int32, to end: Int32) -> Bool {
    comments[nextComment...].contains { start <= $0.location.offset && $0.location.offset < end }
  }

  /// Writes the comments that stand before `offset` on lines of their own, with the blank lines around them.
  mutating func flushComments(before offset: Int32) {
    var last: Comment?
    while let comment = pending, comment.location.offset < offset {
      if let last, comment.row > last.row + 1 { blankLine() }
      endLine()
      put(SourceWriter.text(comment))
      output.append(UInt8(ascii: "\n"))
      isLineStart = true
      nextComment += 1
      last = comment
    }
    if let last, offset < bytes.count, module.row(at: offset) > last.row + 1 { blankLine() }
  }

  /// Takes the comments of one row out of the order, to be written with what stands there.
  mutating func takeComments(ofRow row: Int32) -> String {
    let taken = comments[nextComment...].filter { $0.row == row }
    comments.replaceSubrange(nextComment..., with: comments[nextComment...].filter { $0.row != row })
    return taken.map { " " + SourceWriter.text($0) }.joined()
  }

  static func text(_ comment: Comment) -> String {
    var text = comment.text.utf8[...]
    while let last = text.last, last == UInt8(ascii: " ") || last == UInt8(ascii: "\t") { text.removeLast() }
    return "#" + String(decoding: Array(text), as: UTF8.self)
  }

  // MARK: - As written

  /// Runs `body`, which writes what stands in `start ..< end`; if comments in there found no place, the source's own text
  /// is taken instead.
  mutating func keepingComments(from start: Int32, to end: Int32, _ body: (inout SourceWriter) -> Void) {
    let saved = self
    body(&self)
    if hasComment(from: start, to: end) {
      self = saved
      putSource(from: start, to: end)
    }
  }

  mutating func putSource(from start: Int32, to end: Int32) {
    put(bytes[Int(start)..<Int(end)])
    let rest = comments[nextComment...].filter { !(start..<end).contains($0.location.offset) }
    comments.replaceSubrange(nextComment..., with: rest)
    row = row(behind: end)
  }
}
