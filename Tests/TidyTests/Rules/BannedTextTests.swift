import Testing

@Suite("Banned code")
struct BannedTextTests {
  @Test func nothingBannedIsWritten() {
    var found: [String] = []
    for file in SourceTree.package.sources where !file.isGenerated {
      for banned in BannedText.all where banned.applies(to: file) && banned.allowed[file.path] == nil {
        for (number, code) in file.codeLines.enumerated() where banned.occurs(in: code) {
          found.append(file.note(number, "\(banned.text) — instead: \(banned.instead)"))
        }
      }
    }
    expectNone(found)
  }

  @Test func sourcesForceNoOptional() {
    var found: [String] = []
    for file in SourceTree.package.sources where !file.isTest && !file.isGenerated {
      for (number, code) in file.codeLines.enumerated() where Self.forces(code) {
        found.append(file.note(number, "`!` on an optional"))
      }
    }
    expectNone(found)
  }

  /// Unchecked promises need their reason beside them.
  @Test func everyUncheckedPromiseHasItsReason() {
    var found: [String] = []
    for file in SourceTree.package.sources where !file.isTest && !file.isGenerated {
      for (number, code) in file.codeLines.enumerated() {
        guard code.utf8.contains("@unchecked Sendable".utf8) || code.utf8.contains("nonisolated(unsafe)".utf8) else {
          continue
        }
        // Above the declaration, or as the first words of its body.
        let near = file.commentLines[max(0, number - 3)..<min(number + 3, file.commentLines.count)]
        if !near.contains(where: { $0.utf8.contains("SAFETY".utf8) }) {
          found.append(file.note(number, "no `// SAFETY:` line beside it"))
        }
      }
    }
    expectNone(found)
  }

  /// Comments say why the code is as it is; what is still to do, and its number, belong to the issue tracker.
  @Test func commentsHoldNoTicketsAndNoPromises() {
    var found: [String] = []
    for file in SourceTree.package.sources where !file.isGenerated {
      for (number, comment) in file.commentLines.enumerated() {
        if let word = Self.loose(in: comment) { found.append(file.note(number, "“\(word)” in a comment")) }
      }
    }
    expectNone(found)
  }

  static func loose(in comment: String) -> String? {
    let words = comment.utf8.split { !FunctionSpan.isWordByte($0) && $0 != UInt8(ascii: "#") && $0 != UInt8(ascii: "&") }
      .map { String(decoding: $0, as: UTF8.self) }
    for (index, word) in words.enumerated() {
      if ["TODO", "FIXME", "XXX", "HACK"].contains(word) { return word }
      let number = word.utf8.dropFirst()
      // Unicode numbers its reports that way.
      let isReport = index > 0 && ["UTS", "UAX", "UTR"].contains(words[index - 1])
      if word.hasPrefix("#"), !isReport, !number.isEmpty, number.allSatisfy({ 0x30...0x39 ~= $0 }) { return word }
      guard index > 0, words[index - 1].lowercased() == "issue" || words[index - 1].lowercased() == "ticket" else {
        continue
      }
      if word.utf8.allSatisfy({ 0x30...0x39 ~= $0 }) { return words[index - 1] + " " + word }
    }
    return nil
  }

  /// Whether a `!` follows a value directly: `x!`, `f()!`, `a[0]!`, `T!`.
  static func forces(_ code: String) -> Bool {
    let code = Array(code.utf8)
    for at in code.indices where code[at] == UInt8(ascii: "!") && at > 0 {
      if at + 1 < code.count, code[at + 1] == UInt8(ascii: "=") { continue }
      let before = code[at - 1]
      let closes = [UInt8(ascii: ")"), UInt8(ascii: "]"), UInt8(ascii: "\""), UInt8(ascii: ">"), UInt8(ascii: "}")]
      guard FunctionSpan.isWordByte(before) || closes.contains(before) else { continue }
      // `try!` and `as!` have rules of their own.
      let word = code[..<at].reversed().prefix { FunctionSpan.isWordByte($0) }.reversed()
      if word.elementsEqual("try".utf8) || word.elementsEqual("as".utf8) { continue }
      return true
    }
    return false
  }

  @Test(arguments: [
    ("x!", true), ("f()!.y", true), ("a[0]!", true), ("var x: Int!", true), ("\" \"!", true), ("x! == y", true),
    ("!x", false), ("a != b", false), ("a!=b", false), ("(!x)", false), ("#if !os(Linux)", false), ("try! x", false),
    ("if a && !b {", false), ("let f: (Bool) -> Bool = { !$0 }", false),
  ])
  func forcingIsToldFromNegation(code: String, forces: Bool) {
    #expect(Self.forces(code) == forces)
  }

  @Test(arguments: [
    ("print(", "print(x)", true), ("print(", "x.print(y)", false), ("print(", "sprint(y)", false),
    ("try!", "let x = try! f()", true), ("try!", "retry!", false), ("as!", "a as! B", true), ("as!", "has!", false),
    ("JSONDecoder", "Foundation.JSONDecoder()", true), ("DateFormatter", "ISO8601DateFormatter()", false),
  ])
  func bannedTextIsFoundAsAWord(text: String, code: String, occurs: Bool) {
    #expect(BannedText(text: text, instead: "", scope: .everywhere).occurs(in: code) == occurs)
  }

  @Test(arguments: [
    ("// TODO later", "TODO"), ("// see #12", "#12"), ("/// As issue 4 says", "issue 4"), ("// the issue of trust", nil),
    ("// UTS #39 §4", nil), ("// RFC 9110 §7.6.1", nil), ("// #if", nil), ("// ## Heading", nil),
    ("// `&#65;` is an A", nil),
  ])
  func ticketsAreFoundInComments(comment: String, word: String?) {
    #expect(Self.loose(in: comment) == word)
  }
}
