/// Where a function, initialiser, subscript or computed property stands, from its keyword to its closing brace.
struct FunctionSpan: Equatable {
  /// Counted from 0.
  let firstLine: Int
  let lines: Int

  /// Every body in `code`, in which comments and string contents are blank already.
  static func all(in code: [UInt8]) -> [FunctionSpan] {
    var spans: [FunctionSpan] = []
    var at = 0
    var line = 0
    while at < code.count {
      guard isWordByte(code[at]) else {
        if code[at] == UInt8(ascii: "\n") { line += 1 }
        at += 1
        continue
      }
      let end = code[at...].firstIndex { !isWordByte($0) } ?? code.count
      if let keyword = Keyword(code[at..<end], after: at == 0 ? nil : code[at - 1]),
        let body = bodyStart(in: code, from: end, of: keyword), let close = closingBrace(in: code, from: body)
      {
        let breaks = code[at...close].count { $0 == UInt8(ascii: "\n") }
        spans.append(FunctionSpan(firstLine: line, lines: breaks + 1))
      }
      at = end
    }
    return spans
  }

  private enum Keyword {
    case function, property

    init?(_ word: ArraySlice<UInt8>, after previous: UInt8?) {
      // `.init(…)` calls, and a name in back quotes declares nothing.
      if previous == UInt8(ascii: ".") || previous == UInt8(ascii: "`") { return nil }
      switch String(decoding: word, as: UTF8.self) {
      case "func", "init", "deinit", "subscript": self = .function
      case "var": self = .property
      default: return nil
      }
    }
  }

  /// Offset of the brace that opens the body; nil for a declaration without one.
  private static func bodyStart(in code: [UInt8], from start: Int, of keyword: Keyword) -> Int? {
    var depth = 0
    var at = start
    while at < code.count {
      switch code[at] {
      case UInt8(ascii: "("), UInt8(ascii: "["): depth += 1
      case UInt8(ascii: ")"), UInt8(ascii: "]"): depth -= 1
      case UInt8(ascii: "{") where depth == 0: return at
      case UInt8(ascii: "}") where depth == 0: return nil
      case UInt8(ascii: "=") where depth == 0 && keyword == .property: return nil
      case UInt8(ascii: "\n") where depth == 0:
        guard continues(code, after: at) else { return nil }
      default: break
      }
      if depth < 0 { return nil }
      at += 1
    }
    return nil
  }

  /// Whether the text after a line end still belongs to the declaration before it.
  private static func continues(_ code: [UInt8], after lineEnd: Int) -> Bool {
    guard let next = code[lineEnd...].firstIndex(where: { $0 != 0x20 && $0 != 0x0A }) else { return false }
    if code[next] == UInt8(ascii: "{") { return true }
    return ["->", "where ", "throws", "async", "rethrows", "("].contains { code[next...].starts(with: $0.utf8) }
  }

  private static func closingBrace(in code: [UInt8], from open: Int) -> Int? {
    var depth = 0
    for at in open..<code.count {
      if code[at] == UInt8(ascii: "{") { depth += 1 }
      if code[at] == UInt8(ascii: "}") { depth -= 1 }
      if depth == 0 { return at }
    }
    return nil
  }

  static func isWordByte(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
      UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"), 0x80...:
      true
    default: false
    }
  }
}
