import Testing

@Suite("Package")
struct PackageTests {
  /// Names of the targets that `Package.swift` declares, sources and tests apart.
  static func declared(in manifest: String) -> (sources: [String], tests: [String]) {
    var sources: [String] = []
    var tests: [String] = []
    let openings: [(text: String, isTest: Bool, suffix: String)] = [
      ("part(", false, ""), ("program(", false, ""), ("tests(", true, "Tests"), (".target(", false, ""),
      (".systemLibrary(", false, ""), (".executableTarget(", false, ""), (".testTarget(", true, ""),
    ]
    guard let list = manifest.range(after: "targets: [") else { return ([], []) }
    for opening in openings {
      var rest = list
      while let after = rest.range(after: opening.text, asWord: true) {
        rest = after
        guard let name = after.firstLiteral else { continue }
        if opening.isTest { tests.append(name + opening.suffix) } else { sources.append(name) }
      }
    }
    return (sources, tests)
  }

  static let manifest = declared(in: SourceTree.package.text(at: "Package.swift"))

  @Test func everyTargetHasAFolderAndEveryFolderATarget() {
    #expect(!Self.manifest.sources.isEmpty)
    let tree = SourceTree.package
    expectSame(Set(Self.manifest.sources), tree.targetFolders(in: "Sources"), "Sources")
    expectSame(Set(Self.manifest.tests), tree.targetFolders(in: "Tests").subtracting(Self.otherTests), "Tests")
  }

  @Test func noTargetIsDeclaredTwice() {
    let names = Self.manifest.sources + Self.manifest.tests
    expectNone(Set(names).filter { name in names.count { $0 == name } > 1 }.sorted())
  }

  @Test func everySwiftTargetIsInTheImportTable() {
    let swift = Set(SourceTree.package.sources.filter { !$0.isTest }.map(\.target))
    expectNone(swift.subtracting(ImportTable.allowed.keys).sorted())
  }

  @Test func targetsAreReadFromAManifest() {
    let text = """
      func tests(_ name: String) {}
      targets: [ part("A", ["B"]), tests("A"), .testTarget(name: "TidyTests"),
        part(
          "Long", []), .systemLibrary(name: "C") ]
      """
    let found = Self.declared(in: text)
    #expect(Set(found.sources) == ["A", "Long", "C"] && Set(found.tests) == ["ATests", "TidyTests"])
  }

  /// Tests in another language, which `make test` runs beside the package's own.
  private static let otherTests: Set<String> = ["Integration"]

  private func expectSame(_ declared: Set<String>, _ folders: Set<String>, _ where: String) {
    expectNone(declared.subtracting(folders).sorted().map { "\(`where`): no folder for \($0)" })
    expectNone(folders.subtracting(declared).sorted().map { "\(`where`): no target for the folder \($0)" })
  }
}

extension StringProtocol {
  /// What follows the first `text`; as a word, no name or member access may go on into it.
  fileprivate func range(after text: String, asWord: Bool = false) -> SubSequence? {
    var start = startIndex
    while start < endIndex {
      guard self[start...].hasPrefix(text) else {
        start = index(after: start)
        continue
      }
      let follows = self[index(start, offsetBy: text.count)...]
      let before = start > startIndex ? self[index(before: start)] : " "
      if !asWord || !(before.isLetter || before == "_" || (before == "." && !text.hasPrefix("."))) { return follows }
      start = index(after: start)
    }
    return nil
  }

  /// The text between the first two quotes.
  fileprivate var firstLiteral: String? {
    let parts = split(separator: "\"", maxSplits: 2, omittingEmptySubsequences: false)
    return parts.count == 3 ? String(parts[1]) : nil
  }
}
