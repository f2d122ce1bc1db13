import Testing

@Suite("Imports")
struct ImportTests {
  /// The module that a line of code imports; nil if it imports none.
  static func module(importedBy line: String) -> String? {
    var words = line.utf8.split(whereSeparator: { $0 == 0x20 || $0 == 0x09 }).map { String(decoding: $0, as: UTF8.self) }
    let modifiers: Set<String> = ["public", "package", "internal", "private", "fileprivate"]
    while let word = words.first, modifiers.contains(word) || word.hasPrefix("@") { words.removeFirst() }
    guard words.first == "import", words.count > 1 else { return nil }
    let kinds: Set<String> = ["struct", "class", "enum", "protocol", "func", "var", "let", "typealias"]
    let path = kinds.contains(words[1]) && words.count > 2 ? words[2] : words[1]
    return path.utf8.split(separator: UInt8(ascii: ".")).first.map { String(decoding: $0, as: UTF8.self) }
  }

  static let imports: [(file: SourceFile, line: Int, module: String)] = SourceTree.package.sources.flatMap { file in
    file.codeLines.enumerated().compactMap { line, code in module(importedBy: code).map { (file, line, $0) } }
  }

  @Test func everyTargetImportsOnlyWhatTheTableAllows() {
    var found: [String] = []
    for (file, line, module) in Self.imports where !file.isTest {
      let allowed = ImportTable.allowed[file.target] ?? []
      if ImportTable.toolchain.contains(module) || allowed.contains(module) { continue }
      found.append(file.note(line, "\(file.target) may not import \(module)"))
    }
    expectNone(found)
  }

  @Test func theFourPureLibrariesKnowNothingOfEachOther() {
    var found: [String] = []
    for (file, line, module) in Self.imports where !file.isTest && ImportTable.pure.contains(file.target) {
      if ImportTable.pure.contains(module) { found.append(file.note(line, "imports \(module)")) }
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
    expectNone(Self.imports.filter { $0.module == "Foundation" }.map { $0.file.note($0.line, "use FoundationEssentials") })
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
