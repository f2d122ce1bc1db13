import Basics
import FoundationEssentials
import Rego

@testable import Policy

/// Makes decision points from texts and asks them.
struct Policies {
  let point: DecisionPoint
  let context = RegoContext()

  init(
    _ files: [String: String], furtherPackages: [String] = [], allowsUnmentioned: Bool = false,
    timeout: Duration = .seconds(60)
  ) throws(PolicyErrors) {
    point = try DecisionPoint(
      try Self.bundle(files), furtherPackages: furtherPackages, allowsUnmentioned: allowsUnmentioned,
      timeout: timeout)
  }

  /// One module.
  init(
    _ text: String, furtherPackages: [String] = [], allowsUnmentioned: Bool = false,
    timeout: Duration = .seconds(60)
  ) throws(PolicyErrors) {
    try self.init(
      ["a.rego": text], furtherPackages: furtherPackages, allowsUnmentioned: allowsUnmentioned,
      timeout: timeout)
  }

  static func bundle(_ files: [String: String]) throws(PolicyErrors) -> PolicyBundle {
    let sorted = files.sorted { $0.key < $1.key }
    return try PolicyBundle(
      files: sorted.compactMap { PolicyFile(path: $0.key, bytes: Array($0.value.utf8)) })
  }

  func decide(
    _ caller: String = "spiffe://poc.local/agents/a", _ method: String = "tools/call",
    _ tool: String? = "echo",
    change: (inout PolicyQuestion) -> Void = { _ in }
  ) -> PolicyDecision {
    var question = PolicyQuestion(
      caller: caller, method: method, toolName: tool, now: Timestamp(nanoseconds: 1_700_000_000_000_000_000))
    change(&question)
    return point.decide(question, in: context)
  }
}

/// The codes of what is thrown, or an empty list.
func codes(_ body: () throws(PolicyErrors) -> Void) -> [String] {
  do {
    try body()
    return []
  } catch {
    return error.problems.map(\.code)
  }
}

/// Runs `body` with a directory of its own that holds `files`.
func withPolicyDirectory(_ files: [String: String], _ body: (String) throws -> Void) throws {
  let manager = FileManager.default
  let root = manager.temporaryDirectory.path + "/policy-\(UInt64.random(in: 0 ... .max))"
  defer { try? manager.removeItem(atPath: root) }
  try manager.createDirectory(atPath: root, withIntermediateDirectories: true)
  for (path, text) in files {
    let place = root + "/" + path
    let parent = place.split(separator: "/", omittingEmptySubsequences: false).dropLast().joined(
      separator: "/")
    try manager.createDirectory(atPath: parent, withIntermediateDirectories: true)
    try Data(text.utf8).write(to: URL(filePath: place))
  }
  try body(root)
}
