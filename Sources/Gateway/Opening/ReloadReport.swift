public import Basics
import Policy
import Registry

/// How a reload went.
public struct ReloadReport: Sendable {
  public let isSuccess: Bool
  public let at: Timestamp
  /// What is wrong, each with file, line and fix; empty on success. The old snapshot stays in force.
  public let problems: [String]
  public let tools: Int
  /// Decision packages that the policies define.
  public let packages: [String]
  public let policyDigest: String?
  public let registryDigest: String?

  init(_ snapshot: Snapshot) {
    isSuccess = true
    at = .now()
    problems = []
    tools = snapshot.registry.entries.count
    packages = snapshot.policy.packages
    policyDigest = snapshot.policyDigest
    registryDigest = snapshot.registryDigest
  }

  init(failure: LoadProblem) {
    isSuccess = false
    at = .now()
    problems = failure.lines.map { "\(failure.part): \($0)" }
    tools = 0
    packages = []
    policyDigest = nil
    registryDigest = nil
  }

  /// For the control API and the command line.
  public var document: JSONValue {
    [
      "status": .string(isSuccess ? "reloaded" : "failed"), "timestamp": .string(at.rfc3339),
      "tools": .integer(tools), "packages": .array(packages.map { .string($0) }),
      "policy_digest": policyDigest.map { .string($0) } ?? .null,
      "registry_digest": registryDigest.map { .string($0) } ?? .null,
      "problems": .array(problems.map { .string($0) }),
    ]
  }
}
