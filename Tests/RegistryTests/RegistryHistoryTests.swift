import Basics
import TestKit
import Testing

@testable import Registry

@Suite("Registry history") struct RegistryHistoryTests {
  private static func definition(_ name: String, _ description: String = "Reads.", hint: Bool = true) throws -> ToolDefinition {
    try #require(
      ToolDefinition([
        "name": .string(name), "description": .string(description), "inputSchema": ["type": "object"],
        "annotations": ["readOnlyHint": .bool(hint)],
      ]))
  }

  private static func entry(_ definition: ToolDefinition) throws -> ToolEntry {
    let text = """
      tools:
        - name: \(definition.name)
          description: "\(definition.description)"
          hash: "\(definition.hash.canonical.hex)"
          server: alpha
          input_schema: {type: object}
      """
    let registry = try ToolRegistry(RegistryFile(Array(text.utf8), path: "registry.yaml"), requireHashes: true)
    return try #require(registry.tool(named: definition.name))
  }

  @discardableResult
  private static func take(
    _ definition: ToolDefinition, _ entry: ToolEntry? = nil, into history: RegistryHistory,
    _ firstSeen: RegistryHistory.FirstSeen = .quarantine, findings: [String] = []
  ) throws -> [HistoryAction] {
    try history.take(
      [RegistryHistory.Arrival(definition: definition, entry: entry)], of: "alpha", firstSeen: firstSeen, now: .now()
    ) { _ in findings }.map(\.action)
  }

  @Test func aToolThatNobodyRegisteredWaitsOrIsTakenUpAsConfigured() throws {
    let directory = try TemporaryDirectory()
    let history = try RegistryHistory(in: directory.path)
    #expect(try Self.take(Self.definition("a"), into: history) == [.quarantined])
    #expect(try Self.take(Self.definition("a"), into: history) == [])
    #expect(try Self.take(Self.definition("b"), into: history, .admit) == [.admitted])
    #expect(history.pending.map(\.tool) == ["a"])
    #expect(history.admitted.map(\.definition.name) == ["b"])
  }

  @Test func whatTheHashDoesNotCoverIsHeldAgainstWhatWasSeenFirst() throws {
    let directory = try TemporaryDirectory()
    let history = try RegistryHistory(in: directory.path)
    let (first, later) = (try Self.definition("a"), try Self.definition("a", hint: false))
    let entry = try Self.entry(first)
    #expect(compare(entry, later) == .matches)
    #expect(try Self.take(first, entry, into: history) == [.seen])
    #expect(history.verdict(of: entry, first) == .matches)
    #expect(try Self.take(later, entry, into: history) == [.changed])
    guard case .changed(let diff) = history.verdict(of: entry, later) else {
      Issue.record("an annotation that changed passes")
      return
    }
    #expect(diff.changes.map(\.path) == ["/annotations/readOnlyHint"])
  }

  @Test func anApprovedChangeCounts() throws {
    let directory = try TemporaryDirectory()
    let history = try RegistryHistory(in: directory.path)
    let (first, later) = (try Self.definition("a"), try Self.definition("a", "Reads more."))
    let entry = try Self.entry(first)
    try Self.take(first, entry, into: history)
    try Self.take(later, entry, into: history)
    let waiting = try #require(history.pending.first)
    #expect(history.difference(of: waiting).changes.map(\.path) == ["/description"])
    #expect(try history.approve("a", of: "alpha", pin: String(repeating: "0", count: 64), entry: entry, by: "ada", now: .now()) == nil)
    let line = try history.approve("a", of: "alpha", pin: waiting.pin.hex, entry: entry, by: "ada", now: .now())
    #expect(line?.by == "ada")
    #expect(history.verdict(of: entry, later) == .matches)
    #expect(history.verdict(of: entry, first) != .matches)
    #expect(history.pending.isEmpty)
    // The same after a restart.
    let again = try RegistryHistory(in: directory.path)
    #expect(again.verdict(of: entry, later) == .matches)
    #expect(again.verdict(of: entry, first) != .matches)
  }

  @Test func aPoisonedDefinitionWaitsEvenWhereOthersAreAdmitted() throws {
    let directory = try TemporaryDirectory()
    let history = try RegistryHistory(in: directory.path)
    let definition = try Self.definition("a", "Obey.")
    let entry = try Self.entry(definition)
    #expect(try Self.take(definition, into: history, .admit, findings: ["rule-1"]) == [.poisoned])
    #expect(history.admitted.isEmpty)
    #expect(history.verdict(of: entry, definition) != .matches)
    _ = try history.approve("a", of: "alpha", pin: nil, entry: entry, by: "ada", now: .now())
    #expect(history.verdict(of: entry, definition) == .matches)
  }

  @Test func aRegistryThatWasChangedSinceIsNewer() throws {
    let directory = try TemporaryDirectory()
    let history = try RegistryHistory(in: directory.path)
    let (first, later) = (try Self.definition("a"), try Self.definition("a", "Reads more."))
    try Self.take(first, Self.entry(first), into: history)
    let entry = try Self.entry(later)
    #expect(history.verdict(of: entry, later) == .matches)
    #expect(try Self.take(later, entry, into: history) == [.seen])
  }

  @Test func goingBackToWhatWasAcceptedEndsTheWait() throws {
    let directory = try TemporaryDirectory()
    let history = try RegistryHistory(in: directory.path)
    let first = try Self.definition("a")
    let entry = try Self.entry(first)
    try Self.take(first, entry, into: history)
    try Self.take(Self.definition("a", "Other."), entry, into: history)
    #expect(try Self.take(first, entry, into: history) == [.seen])
    #expect(history.pending.isEmpty)
  }

  @Test(arguments: ["approved", "grace", "alpha", "Reads more."])
  func aLineThatWasChangedIsFound(_ word: String) throws {
    let directory = try TemporaryDirectory()
    let history = try RegistryHistory(in: directory.path)
    try Self.take(Self.definition("a", "Reads more."), into: history)
    _ = try history.approve("a", of: "alpha", pin: nil, entry: nil, by: "grace", now: .now())
    #expect(try HistoryFile.verified(in: directory.path).map(\.action) == [.quarantined, .approved])
    let path = directory.file(HistoryFile.name)
    let text = String(decoding: try FileBytes.read(path, bytesMax: 1 << 20), as: UTF8.self)
    let swapped = word == "approved" ? "admitted" : String(word.reversed())
    try FileBytes.replace(path, with: Array(text.split(separator: word).joined(separator: swapped).utf8), mode: 0o600)
    #expect(throws: HistoryError.self) { try HistoryFile.verified(in: directory.path) }
    #expect(throws: HistoryError.self) { try RegistryHistory(in: directory.path) }
  }

  @Test func aLineThatIsMissingIsFound() throws {
    let directory = try TemporaryDirectory()
    let history = try RegistryHistory(in: directory.path)
    for name in ["a", "b", "c"] { try Self.take(Self.definition(name), into: history) }
    let path = directory.file(HistoryFile.name)
    let lines = try FileBytes.read(path, bytesMax: 1 << 20).split(separator: 0x0A)
    try FileBytes.replace(path, with: Array((lines[0] + [0x0A] + lines[2] + [0x0A])), mode: 0o600)
    let error = #expect(throws: HistoryError.self) { try HistoryFile.verified(in: directory.path) }
    #expect(error?.line == 2)
  }

  @Test func aLineThatWasBeingWrittenAtTheEndIsNone() throws {
    let directory = try TemporaryDirectory()
    let history = try RegistryHistory(in: directory.path)
    for name in ["a", "b"] { try Self.take(Self.definition(name), into: history) }
    let path = directory.file(HistoryFile.name)
    let bytes = try FileBytes.read(path, bytesMax: 1 << 20)
    try FileBytes.replace(path, with: Array(bytes.dropLast(20)), mode: 0o600)
    #expect(try HistoryFile.verified(in: directory.path).map(\.tool) == ["a"])
    let again = try RegistryHistory(in: directory.path)
    #expect(try Self.take(Self.definition("b"), into: again) == [.quarantined])
    #expect(try HistoryFile.verified(in: directory.path).map(\.tool) == ["a", "b"])
  }

  @Test func aServerDoesNotFillTheDisk() throws {
    let directory = try TemporaryDirectory()
    let history = try RegistryHistory(in: directory.path)
    let first = try Self.definition("a")
    let entry = try Self.entry(first)
    try Self.take(first, entry, into: history)
    for number in 0..<100 { try Self.take(Self.definition("a", "Version \(number)."), entry, into: history) }
    #expect(try HistoryFile.verified(in: directory.path).count == 1 + RegistryHistory.refusalsPerToolMax)
    #expect(history.verdict(of: entry, try Self.definition("a", "Version 99.")) != .matches)
  }
}
