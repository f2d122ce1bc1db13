import Testing

@Suite("Imports")
struct ImportTests {
  /// The module that a line of code imports; nil if it imports none.
  static func module(importedBy line: String) -> String? {
    let parts = line.utf8.split { $0 == 0x20 || $0 == 0x09 }
    var words = parts.map { String(decoding: $0, as: UTF8.self) }
    let modifiers: Set<String> = ["public", "package", "internal", "private", "fileprivate"]
    while let word = words.first, modifiers.contains(word) || word.hasPrefix("@") { words.removeFirst() }
    guard words.first == "import", words.count > 1 else { return nil }
    let kinds: Set<String> = ["struct", "class", "enum", "protocol", "func", "var", "let", "typealias"]
    let path = kinds.contains(words[1]) && words.count > 2 ? words[2] : words[1]
    return path.utf8.split(separator: UInt8(ascii: ".")).first.map { String(decoding: $0, as: UTF8.self) }
  }

  struct Import {
    let file: SourceFile
    let line: Int
    let module: String
  }

  static let imports: [Import] = SourceTree.package.sources.flatMap { imports(of: $0) }

  /// Full Foundation may stand in for its essentials on systems that lack them.
  static func imports(of file: SourceFile) -> [Import] {
    let isOptional = file.codeLines.contains { $0.utf8.contains("canImport(FoundationEssentials)".utf8) }
    var imports: [Import] = []
    for (line, code) in file.codeLines.enumerated() {
      guard let module = module(importedBy: code), !(isOptional && module == "Foundation") else { continue }
      imports.append(Import(file: file, line: line, module: module))
    }
    return imports
  }

  @Test func everyTargetImportsOnlyWhatTheTableAllows() {
    var found: [String] = []
    for item in Self.imports where !item.file.isTest {
      let allowed = ImportTable.allowed[item.file.target] ?? []
      if ImportTable.toolchain.contains(item.module) || allowed.contains(item.module) { continue }
      found.append(item.file.note(item.line, "\(item.file.target) may not import \(item.module)"))
    }
    expectNone(found)
  }

  @Test func theFourPureLibrariesKnowNothingOfEachOther() {
    var found: [String] = []
    for item in Self.imports where !item.file.isTest && ImportTable.pure.contains(item.file.target) {
      if ImportTable.pure.contains(item.module) { found.append(item.file.note(item.line, "imports \(item.module)")) }
    }
    expectNone(found)
    for target in ImportTable.pure {
      #expect(ImportTable.allowed[target]?.isDisjoint(with: ImportTable.pure) == true)
    }
  }

  @Test func noWebFrameworkStandsBelowTheGateway() {
    for (target, modules) in ImportTable.allowed where !ImportTable.mayHoldWebFrameworks.contains(target) {
      #expect(modules.isDisjoint(with: ImportTable.webFrameworks), "\(target)")
    }
  }

  @Test func theArrowsOfTheTablePointDownOnly() {
    var settled: Set<String> = []
    var open = Set(ImportTable.allowed.keys)
    while let next = open.first(where: { target in
      (ImportTable.allowed[target] ?? []).isDisjoint(with: open)
    }) {
      settled.insert(next)
      open.remove(next)
    }
    #expect(open.isEmpty, "A circle of imports: \(open.sorted())")
    #expect(settled.count == ImportTable.allowed.count)
  }

  @Test func nothingImportsFullFoundation() {
    let found = Self.imports.filter { $0.module == "Foundation" }
    expectNone(found.map { $0.file.note($0.line, "use FoundationEssentials") })
  }

  @Test(arguments: [
    ("import Basics", "Basics"), ("  public import struct Crypto.SHA256", "Crypto"),
    ("@testable import MCP", "MCP"), ("@preconcurrency public import NIOCore", "NIOCore"), ("important Basics", nil),
    ("let imports = 3", nil),
  ])
  func anImportIsKnownInEveryForm(line: String, module: String?) {
    #expect(Self.module(importedBy: line) == module)
  }
}

/// Fails with every violation on a line of its own.
func expectNone(_ violations: [String], sourceLocation: SourceLocation = #_sourceLocation) {
  #expect(
    violations.isEmpty, "\(violations.count) violations:\n\(violations.joined(separator: "\n"))",
    sourceLocation: sourceLocation)
}
