/// Code that the house does not write, each with what to write in its place.
struct BannedText {
  enum Scope { case everywhere, sources, libraries }

  let text: String
  let instead: String
  let scope: Scope
  /// Files that may, with the reason.
  var allowed: [String: String] = [:]

  static let all: [BannedText] = [
    BannedText(text: "try!", instead: "throw, or handle the error", scope: .sources),
    BannedText(text: "as!", instead: "`as?` and a decision", scope: .everywhere),
    BannedText(text: "fatalError(", instead: "an error; input must not stop the process", scope: .sources),
    BannedText(
      text: "preconditionFailure(", instead: "an error; input must not stop the process", scope: .sources,
      allowed: [
        "Sources/Gateway/Runtime/GatewayRuntime.swift": "No call exists before the first snapshot is installed."
      ]),
    BannedText(
      text: "print(", instead: "the log; only programs print", scope: .libraries,
      allowed: [
        "Sources/Rego/Evaluation/Machine+Blocks.swift": "The machine's own method, for the built-in of that name.",
        "Sources/Rego/Evaluation/Machine+Run.swift": "Calls that method.",
      ]),
    BannedText(text: "JSONDecoder", instead: "JSONDocument or JSONValue of Basics", scope: .everywhere),
    BannedText(text: "JSONEncoder", instead: "JSONWriter of Basics", scope: .everywhere),
    BannedText(text: "JSONSerialization", instead: "JSONValue of Basics", scope: .everywhere),
    BannedText(text: "NSRegularExpression", instead: "RE2 or Vectorscan", scope: .everywhere),
    BannedText(text: "DateFormatter", instead: "Timestamp of Basics", scope: .everywhere),
    BannedText(text: "String(format:", instead: "interpolation, or writing bytes", scope: .everywhere),
    BannedText(text: "components(separatedBy:", instead: "split over utf8", scope: .everywhere),
    BannedText(text: "unsafeBitCast(", instead: "a typed conversion", scope: .everywhere),
  ]

  func applies(to file: SourceFile) -> Bool {
    switch scope {
    case .everywhere: true
    case .sources: !file.isTest
    case .libraries: !file.isTest && !file.isProgram
    }
  }

  /// Whether `code` holds the text as a word of its own: nothing of a name before it, no member access.
  func occurs(in code: String) -> Bool {
    let code = Array(code.utf8)
    let text = Array(text.utf8)
    guard code.count >= text.count else { return false }
    for start in 0...(code.count - text.count) where code[start] == text[0] {
      guard code[start..<(start + text.count)].elementsEqual(text) else { continue }
      guard start > 0 else { return true }
      let before = code[start - 1]
      if !FunctionSpan.isWordByte(before), before != UInt8(ascii: ".") || !isCall { return true }
    }
    return false
  }

  /// `x.print(…)` is another function of the same name.
  private var isCall: Bool { text == "print(" }
}
