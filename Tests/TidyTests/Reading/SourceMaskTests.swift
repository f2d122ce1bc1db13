import Testing

@Suite("Source mask")
struct SourceMaskTests {
  static func code(_ text: String) -> String { String(decoding: SourceMask(Array(text.utf8)).code, as: UTF8.self) }
  static func comments(_ text: String) -> String {
    String(decoding: SourceMask(Array(text.utf8)).comments, as: UTF8.self)
  }

  @Test(arguments: [
    ("a // b\nc", "a     \nc"),
    ("a /* b /* c */ d */ e", "a                   e"),
    (#"x = "a { b" + y"#, #"x = "     " + y"#),
    (#"x = "\"{" + y"#, #"x = "   " + y"#),
    (#"x = "a \(f(y) + "}") b" }"#, #"x = "  \(f(y) + " ")  " }"#),
    ("x = #\"a\"b\\(c)\"# }", "x = #\"       \"# }"),
    ("x = #\"a\\#(c)\"# }", "x = #\" \\#(c)\"# }"),
    ("x = \"\"\"\n  { \" }\n  \"\"\" {", "x = \"\"\"\n       \n  \"\"\" {"),
    ("#if os(Linux)\n#endif", "#if os(Linux)\n#endif"),
    (#"x = "" + "// no comment""#, #"x = "" + "             ""#),
  ])
  func commentsAndStringContentsAreBlank(text: String, code: String) {
    #expect(Self.code(text) == code)
  }

  @Test func commentsAreKeptApart() {
    #expect(Self.comments("a // b \"c\"\nd") == "  // b \"c\"\n ")
    #expect(Self.comments(#"x = "// no" // yes"#) == #"            // yes"#)
  }

  @Test func everyFileOfThePackageKeepsItsLines() {
    for file in SourceTree.package.sources {
      #expect(file.lines.count == file.codeLines.count && file.lines.count == file.commentLines.count, "\(file.path)")
      let braces = file.codeLines.joined().utf8.reduce(into: 0) { depth, byte in
        depth += byte == UInt8(ascii: "{") ? 1 : byte == UInt8(ascii: "}") ? -1 : 0
      }
      #expect(braces == 0, "\(file.path): braces do not balance, so its strings were not understood")
    }
  }
}
