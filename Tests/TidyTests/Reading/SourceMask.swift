/// Swift text taken apart: code with comments and string contents blanked, and comments alone.
///
/// Both parts have the length and the lines of the text, so that offsets agree. A bare regular-expression
/// literal is not known as one; the house writes none.
struct SourceMask {
  private(set) var code: [UInt8] = []
  private(set) var comments: [UInt8] = []

  private enum Context {
    case code
    /// Inside `\( )` of a string; counts the parentheses opened in it.
    case interpolation(parentheses: Int)
    case string(hashes: Int, isMultiline: Bool)
    case lineComment
    case blockComment(depth: Int)
  }

  private let text: [UInt8]
  private var at = 0
  private var contexts: [Context] = [.code]

  init(_ text: [UInt8]) {
    self.text = text
    code.reserveCapacity(text.count)
    comments.reserveCapacity(text.count)
    while at < text.count {
      switch contexts.last ?? .code {
      case .code: readCode(parentheses: nil)
      case .interpolation(let parentheses): readCode(parentheses: parentheses)
      case .string(let hashes, let isMultiline): readString(hashes, isMultiline)
      case .lineComment: readLineComment()
      case .blockComment(let depth): readBlockComment(depth)
      }
    }
  }

  private func isNext(_ word: StaticString, from index: Int) -> Bool {
    guard index + word.utf8CodeUnitCount <= text.count else { return false }
    for offset in 0..<word.utf8CodeUnitCount where text[index + offset] != word.utf8Start[offset] { return false }
    return true
  }

  private func hashes(from index: Int) -> Int {
    var count = 0
    while index + count < text.count, text[index + count] == UInt8(ascii: "#") { count += 1 }
    return count
  }

  private mutating func take(_ count: Int, asCode: Bool = false, asComment: Bool = false) {
    for byte in text[at..<min(at + count, text.count)] {
      let isBreak = byte == UInt8(ascii: "\n")
      code.append(asCode || isBreak ? byte : UInt8(ascii: " "))
      comments.append(asComment || isBreak ? byte : UInt8(ascii: " "))
    }
    at = min(at + count, text.count)
  }

  private mutating func replaceTop(_ context: Context) { contexts[contexts.count - 1] = context }

  private mutating func readCode(parentheses: Int?) {
    if isNext("//", from: at) {
      contexts.append(.lineComment)
    } else if isNext("/*", from: at) {
      contexts.append(.blockComment(depth: 1))
      return take(2, asComment: true)
    } else if let opening = stringOpening() {
      contexts.append(.string(hashes: opening.hashes, isMultiline: opening.isMultiline))
      return take(opening.hashes + (opening.isMultiline ? 3 : 1), asCode: true)
    } else {
      readParenthesis(parentheses)
      return take(1, asCode: true)
    }
  }

  private mutating func readParenthesis(_ parentheses: Int?) {
    guard let parentheses else { return }
    if text[at] == UInt8(ascii: "(") { replaceTop(.interpolation(parentheses: parentheses + 1)) }
    guard text[at] == UInt8(ascii: ")") else { return }
    if parentheses == 0 { contexts.removeLast() } else { replaceTop(.interpolation(parentheses: parentheses - 1)) }
  }

  private func stringOpening() -> (hashes: Int, isMultiline: Bool)? {
    let count = hashes(from: at)
    guard isNext("\"", from: at + count) else { return nil }
    // `""""` does not occur: an empty literal followed by a quote is no Swift.
    return (count, isNext("\"\"\"", from: at + count))
  }

  private mutating func readString(_ hashes: Int, _ isMultiline: Bool) {
    let byte = text[at]
    if byte == UInt8(ascii: "\\"), self.hashes(from: at + 1) >= hashes {
      if isNext("(", from: at + 1 + hashes) {
        contexts.append(.interpolation(parentheses: 0))
        return take(hashes + 2, asCode: true)
      }
      return take(hashes + 2)
    }
    let quotes = isMultiline ? 3 : 1
    let closes = isMultiline ? isNext("\"\"\"", from: at) : byte == UInt8(ascii: "\"")
    if closes, self.hashes(from: at + quotes) >= hashes {
      contexts.removeLast()
      return take(quotes + hashes, asCode: true)
    }
    if !isMultiline, byte == UInt8(ascii: "\n") { contexts.removeLast() }
    take(1)
  }

  private mutating func readLineComment() {
    if text[at] == UInt8(ascii: "\n") { contexts.removeLast() }
    take(1, asComment: true)
  }

  private mutating func readBlockComment(_ depth: Int) {
    if isNext("*/", from: at) {
      if depth == 1 { contexts.removeLast() } else { replaceTop(.blockComment(depth: depth - 1)) }
      take(2, asComment: true)
    } else if isNext("/*", from: at) {
      replaceTop(.blockComment(depth: depth + 1))
      take(2, asComment: true)
    } else {
      take(1, asComment: true)
    }
  }
}
