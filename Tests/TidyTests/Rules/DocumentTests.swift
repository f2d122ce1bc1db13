import Testing

@Suite("Documents")
struct DocumentTests {
  @Test func everyDocumentHasOneTitle() {
    var found: [String] = []
    for path in SourceTree.package.paths where path.hasSuffix(".md") {
      let titles = Self.titles(of: SourceTree.package.text(at: path))
      if titles != 1 { found.append("\(path): \(titles) titles of the first level") }
    }
    expectNone(found)
  }

  /// Lines that begin with `# `, code blocks left out.
  static func titles(of text: String) -> Int {
    var isCode = false
    var titles = 0
    for line in text.utf8.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: true) {
      if line.drop(while: { $0 == 0x20 }).starts(with: "```".utf8) { isCode.toggle() }
      if !isCode, line.starts(with: "# ".utf8) { titles += 1 }
    }
    return titles
  }

  @Test(arguments: [
    ("# A\n\n## B\n", 1), ("no title", 0), ("# A\n# B\n", 2), ("# A\n```sh\n# comment\n```\n", 1), ("#A\n", 0),
  ])
  func titlesAreCountedOutsideOfCode(text: String, titles: Int) {
    #expect(Self.titles(of: text) == titles)
  }
}
